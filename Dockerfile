# Straks for production: small, not root, production mode, with a health check.
FROM python:3.12-slim AS build
ENV UV_PYTHON_DOWNLOADS=never UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1
RUN pip install --no-cache-dir uv==0.13.9
WORKDIR /straks
COPY pyproject.toml uv.lock README.md LICENSE ./
COPY app ./app
RUN uv sync --frozen --no-dev --no-editable --python /usr/local/bin/python3

FROM python:3.12-slim
RUN useradd --system --uid 10001 --home-dir /straks straks && mkdir -p /var/lib/straks && chown straks /var/lib/straks
WORKDIR /straks
COPY --from=build /straks/.venv ./.venv
COPY app ./app
COPY templates ./templates
COPY static ./static
COPY knowledge_base ./knowledge_base
ENV PATH=/straks/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONPATH=/straks \
    STRAKS_MODE=production STRAKS_HOST=0.0.0.0 STRAKS_PORT=8000 STRAKS_DATA_DIR=/var/lib/straks
USER straks
VOLUME /var/lib/straks
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=3s --start-period=60s \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]
CMD ["python", "-m", "app.cli", "serve"]
