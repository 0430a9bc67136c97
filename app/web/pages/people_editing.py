"""People, edited one by one or from a list."""

from fastapi import APIRouter

router = APIRouter()
