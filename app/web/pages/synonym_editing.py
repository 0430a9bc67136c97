"""Words callers use for other words."""

from fastapi import APIRouter

router = APIRouter()
