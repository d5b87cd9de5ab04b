FROM node:24-bookworm-slim
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# What draws the pictures is optional too, for each platform its own; of that only Node, which the image has, is not needed.
RUN npm ci --omit=dev && rm -rf node_modules/node-linux-* node_modules/.bin/node
COPY handlers handlers
COPY src src
COPY manifest.yml ./
ENV DATA_FOLDER=/data
RUN mkdir /data && chown node:node /data
VOLUME /data
USER node
EXPOSE 3000
CMD ["node", "--max-semi-space-size=64", "--import", "./src/node24.mjs", "src/main.ts"]
