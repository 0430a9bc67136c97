"""Accounts: who may sign in, as what, and for which departments."""

from fastapi import APIRouter

router = APIRouter()
