"""Beside the form: plain language, findability, suggestions from the log."""

from fastapi import APIRouter

router = APIRouter()
