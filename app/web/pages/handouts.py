"""Guides on paper: for the citizen, and for the desk when the power is out."""

from fastapi import APIRouter

router = APIRouter()
