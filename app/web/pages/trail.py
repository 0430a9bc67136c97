"""The audit trail, to read."""

from fastapi import APIRouter

router = APIRouter()
