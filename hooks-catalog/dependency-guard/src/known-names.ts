/** Ecosystems that have names of their own. */
export type Ecosystem = 'npm' | 'pypi' | 'cargo' | 'gem' | 'go' | 'composer'

// Names that are installed most, and names near to one of them that are packages of good standing in their own right.
const NPM = `react react-dom react-router react-router-dom react-redux react-query react-hook-form react-select react-native
react-scripts react-icons react-markdown react-table react-is preact next nuxt vue vue-router vuex pinia svelte angular lodash lodash-es
underscore ramda express koa fastify hapi nest cors helmet body-parser cookie-parser morgan multer compression passport jsonwebtoken
bcrypt bcryptjs argon2 axios node-fetch got undici superagent request needle cross-fetch isomorphic-fetch chalk colors color kleur picocolors
ansi-styles ansi-regex strip-ansi supports-color commander yargs yargs-parser minimist meow inquirer prompts enquirer ora listr debug winston
pino bunyan loglevel signale dotenv dotenv-expand config cross-env cross-spawn execa shelljs rimraf mkdirp glob globby fast-glob
minimatch micromatch chokidar fs-extra graceful-fs semver uuid nanoid cuid ulid moment moment-timezone dayjs date-fns luxon typescript
ts-node ts-jest tsx tsup tslib esbuild rollup webpack webpack-cli webpack-dev-server vite vitest parcel turbo nx lerna babel-core
babel-loader babel-jest eslint prettier stylelint jest mocha chai sinon jasmine karma ava nyc supertest cypress playwright puppeteer
playwright-core puppeteer-core storybook husky lint-staged commitlint concurrently nodemon pm2 serve http-server mongoose mongodb mysql mysql2 pg
postgres redis ioredis sequelize typeorm prisma knex drizzle-orm sqlite3 better-sqlite3 graphql apollo-server socket.io socket.io-client ws
rxjs redux redux-thunk redux-saga reselect immer immutable zustand jotai recoil mobx formik yup zod joi ajv validator classnames clsx
styled-components emotion tailwindcss postcss autoprefixer sass node-sass less bootstrap jquery d3 three chart.js echarts leaflet lit
handlebars mustache ejs pug marked markdown-it highlight.js prismjs sharp jimp canvas cheerio jsdom xml2js fast-xml-parser csv-parse
papaparse xlsx pdfkit qs query-string url-parse path-to-regexp mime mime-types form-data formidable busboy nodemailer stripe aws-sdk
firebase firebase-admin openai langchain discord.js telegraf twilio async bluebird p-limit p-queue p-map retry async-retry bull
bullmq agenda node-cron cron eventemitter3 events buffer process readable-stream through2 inherits safe-buffer iconv-lite bn.js
elliptic crypto-js node-forge tweetnacl web3 ethers core-js regenerator-runtime acorn espree esprima estraverse magic-string
source-map source-map-support terser uglify-js html-webpack-plugin css-loader style-loader sass-loader file-loader url-loader
i18next react-i18next swr framer-motion lucide-react type-fest is-number is-odd left-pad kind-of extend deepmerge object-assign
ms bytes once wrappy lru-cache keyv quick-lru function-bind has-flag color-convert color-name escape-string-regexp argparse
js-yaml yaml toml ini json5 tar archiver adm-zip unzipper yauzl pako open opn which tmp temp del cpx ncp knip oxlint biome
electron electron-builder capacitor expo hono elysia trpc vercel netlify-cli wrangler serverless firebase-tools create-react-app
create-next-app create-vite npm pnpm yarn bun corepack typings http-proxy http-proxy-middleware proxy-agent https-proxy-agent
tough-cookie set-cookie-parser cookie ip ipaddr.js depd statuses send serve-static finalhandler accepts negotiator vary etag fresh
mitt nanostores remeda rambda redis-om reactstrap reactflow vuetify prismic koa-router expressjs chalk-template swiper slick quill`

const PYPI = `requests urllib3 certifi idna charset-normalizer chardet numpy pandas scipy matplotlib seaborn plotly scikit-learn scikit-image
tensorflow keras torch torchvision torchaudio transformers datasets tokenizers huggingface-hub accelerate diffusers sentencepiece
openai anthropic langchain langchain-core llama-index tiktoken pydantic pydantic-core pydantic-settings fastapi starlette uvicorn gunicorn
flask flask-cors flask-sqlalchemy django djangorestframework django-cors-headers celery redis sqlalchemy alembic psycopg2 psycopg2-binary
psycopg pymysql mysqlclient pymongo asyncpg aiosqlite boto3 botocore s3transfer s3fs awscli azure-core azure-identity google-auth
google-api-core google-cloud-storage google-api-python-client protobuf grpcio aiohttp httpx httpcore h11 anyio sniffio trio websockets
beautifulsoup4 bs4 lxml html5lib scrapy selenium playwright pytest pytest-cov pytest-asyncio pytest-mock pytest-xdist coverage tox nox
hypothesis mock responses faker factory-boy black ruff flake8 pylint mypy isort autopep8 yapf bandit pre-commit click typer rich
colorama tqdm tabulate termcolor prompt-toolkit pyyaml ruamel.yaml toml tomli tomlkit python-dotenv python-dateutil pytz tzdata arrow
pendulum attrs typing-extensions typing-inspection dataclasses-json marshmallow jsonschema orjson ujson simplejson msgpack cryptography
pycryptodome pycrypto pyopenssl paramiko bcrypt passlib pyjwt python-jose oauthlib requests-oauthlib itsdangerous jinja2 markupsafe
werkzeug mako markdown pygments sphinx mkdocs docutils pillow opencv-python imageio moviepy pydub networkx sympy statsmodels xgboost
lightgbm catboost numba cython cffi pybind11 setuptools wheel pip pipenv poetry virtualenv twine build hatch hatchling flit uv packaging
platformdirs filelock distlib importlib-metadata zipp six future decorator wrapt cachetools psutil watchdog schedule apscheduler
docker kubernetes ansible fabric invoke pexpect ptyprocess jupyter jupyterlab notebook ipython ipykernel ipywidgets nbconvert
streamlit gradio dash bokeh altair openpyxl xlsxwriter xlrd pypdf pypdf2 pdfplumber reportlab python-docx python-pptx nltk spacy gensim
discord.py python-telegram-bot tweepy slack-sdk stripe twilio sendgrid sentry-sdk loguru structlog pyarrow polars duckdb dask ray
prefect dbt-core apache-airflow elasticsearch kafka-python confluent-kafka pika zope.interface twisted gevent greenlet eventlet
tornado sanic bottle cherrypy pyramid peewee tortoise-orm marisa-trie regex ftfy unidecode python-slugify phonenumbers geopy shapely
geopandas folium pyproj rasterio fiona pyserial pyusb pygame pyglet pyinstaller nuitka cx-freeze pywin32 pyautogui mistralai cohere`

const CARGO = `serde serde_json serde_yaml serde_derive tokio tokio-util tokio-stream async-trait futures futures-util rand rand_core regex anyhow thiserror
clap structopt log env_logger tracing tracing-subscriber reqwest hyper axum actix-web actix-rt warp rocket tower tower-http tonic prost
diesel sqlx rusqlite sea-orm redis mongodb chrono time uuid url lazy_static once_cell itertools rayon crossbeam parking_lot dashmap
bytes memchr base64 hex sha2 sha1 md5 digest ring rustls openssl native-tls toml csv quote syn proc-macro2 bitflags num num-traits libc nix winapi
windows windows-sys tempfile walkdir glob indicatif console crossterm ratatui dialoguer criterion proptest mockall insta wasm-bindgen
js-sys web-sys image egui eframe bevy wgpu winit nom pest pyo3 bindgen cc cmake semver indexmap hashbrown smallvec either flate2 tar zip
ripgrep cargo-edit cargo-watch cargo-nextest cargo-audit cargo-deny sccache just bat fd-find rustfmt hashbrown ahash byteorder`

const GEM = `rails rake bundler rack puma sinatra nokogiri activerecord activesupport actionpack devise sidekiq redis pg mysql2 sqlite3 rspec rspec-rails
rspec-core minitest rubocop rubocop-rails capybara factory_bot factory_bot_rails faker simplecov pry pry-byebug byebug debug json i18n
tzinfo concurrent-ruby thor mime-types mail addressable faraday httparty rest-client typhoeus aws-sdk aws-sdk-s3 jwt bcrypt
pundit cancancan kaminari will_paginate carrierwave shrine image_processing mini_magick rmagick jekyll sass haml slim liquid webpacker
importmap-rails turbo-rails stimulus-rails bootsnap spring listen dotenv dotenv-rails figaro whenever delayed_job resque fastlane
cocoapods xcpretty solargraph ruby-lsp graphql dry-validation dry-types hanami roda sequel builder webrick ffi rubyzip`

const COMPOSER = `laravel/framework laravel/laravel laravel/sanctum laravel/tinker symfony/console symfony/http-foundation symfony/http-kernel
symfony/process symfony/yaml symfony/symfony guzzlehttp/guzzle guzzlehttp/psr7 monolog/monolog phpunit/phpunit mockery/mockery
doctrine/orm doctrine/dbal doctrine/inflector nesbot/carbon ramsey/uuid vlucas/phpdotenv twig/twig league/flysystem league/oauth2-client
phpstan/phpstan vimeo/psalm squizlabs/php_codesniffer friendsofphp/php-cs-fixer psr/log predis/predis firebase/php-jwt stripe/stripe-php
aws/aws-sdk-php barryvdh/laravel-debugbar spatie/laravel-permission livewire/livewire filament/filament pestphp/pest rector/rector`

const GO = `github.com/gin-gonic/gin github.com/gorilla/mux github.com/sirupsen/logrus github.com/stretchr/testify github.com/spf13/cobra
github.com/spf13/viper github.com/labstack/echo github.com/gofiber/fiber github.com/go-chi/chi github.com/jmoiron/sqlx github.com/lib/pq
github.com/go-sql-driver/mysql github.com/go-redis/redis github.com/redis/go-redis github.com/google/uuid github.com/pkg/errors
github.com/golang-jwt/jwt github.com/aws/aws-sdk-go github.com/aws/aws-sdk-go-v2 github.com/prometheus/client_golang github.com/rs/zerolog
github.com/urfave/cli github.com/joho/godotenv github.com/gorilla/websocket github.com/mattn/go-sqlite3 github.com/jackc/pgx
github.com/boltdb/bolt github.com/hashicorp/terraform github.com/golang/protobuf github.com/fatih/color github.com/golangci/golangci-lint`

const LISTS: Readonly<Record<Ecosystem, string>> = {
  npm: NPM,
  pypi: PYPI,
  cargo: CARGO,
  gem: GEM,
  go: GO,
  composer: COMPOSER,
}

/** The names of an ecosystem that are installed most. */
export function knownNames(ecosystem: Ecosystem): readonly string[] {
  return LISTS[ecosystem].split(/\s+/)
}
