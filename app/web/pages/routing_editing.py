"""Routing tables edited as tables, with the proof and a dry run."""

from fastapi import APIRouter

router = APIRouter()
