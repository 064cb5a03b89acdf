# docker build -t csec . && docker run -p 8000:8000 -v csec:/data csec

FROM python:3.13-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /srv/csec
RUN python -m venv /opt/csec
COPY requirements.lock ./
RUN /opt/csec/bin/pip install --require-hashes -r requirements.lock
COPY . .
RUN /opt/csec/bin/pip install --no-deps --no-build-isolation -e . \
 && /opt/csec/bin/python -m compileall -q app migrations \
 && chmod -R a+rX .

FROM python:3.13-slim
RUN useradd --uid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin csec \
 && install -d -o csec -g csec /data
COPY --from=build /opt/csec /opt/csec
COPY --from=build /srv/csec /srv/csec
ENV PATH=/opt/csec/bin:$PATH PYTHONUNBUFFERED=1 CSEC_DATABASE_URL=sqlite:////data/csec.db
# Better: give CSEC_PEPPER, so that the pepper of the keys is kept apart from the database.
ENV CSEC_PEPPER_FILE=/data/csec.pepper
WORKDIR /srv/csec
USER csec
VOLUME /data
EXPOSE 8000
# A proxy in the environment must not be asked for our own address.
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD ["python", "-c", "from urllib.request import ProxyHandler, build_opener; build_opener(ProxyHandler({})).open('http://127.0.0.1:8000/v1/programs', timeout=4)"]
CMD ["csec", "serve", "--host", "0.0.0.0"]
