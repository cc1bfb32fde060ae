# The program built, on Node alone: no npm package but native code, no TypeScript, no right of root, nothing written.
# `npm run eprouver -- paquet` goes through these very steps without an engine.
FROM node:24-bookworm-slim AS construction
WORKDIR /projet
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev
COPY . .
RUN npm run --silent build

FROM node:24-bookworm-slim
WORKDIR /application
COPY --from=construction /projet/dist ./
ENV NODE_ENV=production
ENV HOST=0.0.0.0
ENV PORT=3000
# Node 24 keeps 230 MB at rest with the young generation it chooses, 185 with this one; the old one is bounded so that a
# study of a million cases stays under 512 MB.
ENV NODE_OPTIONS="--max-semi-space-size=8 --max-old-space-size=320"
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=4s --start-period=30s CMD ["node", "sante.mjs"]
CMD ["node", "start.mjs"]
