import { isCredential, isJsonWebToken, isKeyBlock } from './checks.ts'

/** One kind of secret that can be told by its form. */
export interface Detector {
  /** For people, with its article. */
  readonly kind: string
  /** Texts that such a secret begins with, or has in it. */
  readonly starts: readonly string[]
  /** Sticky, and matched at a start: one class after another, with an end to each, so that reading it is linear. */
  readonly form: RegExp
  /** Whether what has the form is one. Default: the part behind the start looks random. */
  readonly check?: (found: string) => boolean
}

const of = (kind: string, starts: string, rest: string): Detector => ({
  kind,
  starts: starts.split(' '),
  form: new RegExp(`(?:${starts.replace(/[.|$]/g, '\\$&').replaceAll(' ', '|')})${rest}`, 'y'),
})

const END = '(?![\\w-])'

/** All forms, the particular ones before those that would take a part of them. */
export const DETECTORS: readonly Detector[] = [
  of('an Anthropic API key', 'sk-ant-', `[a-z]{2,12}\\d{2}-[\\w-]{40,200}`),
  of('an OpenAI API key', 'sk-proj- sk-svcacct- sk-admin- sk-None-', '[\\w-]{40,250}'),
  of('an OpenRouter API key', 'sk-or-v1-', `[a-f0-9]{64}${END}`),
  of('an API key', 'sk-', `[A-Za-z0-9]{32,64}${END}`),
  of('an AWS access key', 'AKIA ASIA ABIA ACCA', `[A-Z2-7]{16}(?![A-Za-z0-9])`),
  of('a GitHub token', 'ghp_ gho_ ghu_ ghs_ ghr_', `[A-Za-z0-9]{36,255}`),
  of('a GitHub token', 'github_pat_', `[A-Za-z0-9]{22}_[A-Za-z0-9]{40,80}`),
  of(
    'a GitLab token',
    'glpat- gldt- glrt- glptt- glcbt- gloas- glsoat- glagent- glft- glimt-',
    '[\\w-]{20,300}',
  ),
  of('a Slack token', 'xoxb- xoxa- xoxp- xoxr- xoxs- xoxe- xoxe.xoxp- xoxc- xoxd-', '[\\w%.-]{20,400}'),
  of('a Slack token', 'xapp-', `\\d-[A-Z0-9]{8,20}-\\d{8,20}-[a-f0-9]{32,128}`),
  of('a Slack webhook', 'hooks.slack.com/services/ hooks.slack.com/workflows/', '[\\w/]{30,200}'),
  of(
    'a Discord webhook',
    'discord.com/api/webhooks/ discordapp.com/api/webhooks/',
    '\\d{16,20}/[\\w-]{50,100}',
  ),
  of('a Telegram bot token', ':AA', `[\\w-]{32,36}${END}`),
  of('a Stripe key', 'sk_live_ rk_live_', `[A-Za-z0-9]{20,250}`),
  of('a Stripe webhook secret', 'whsec_', `[A-Za-z0-9+/=]{32,100}`),
  of('a Google API key', 'AIza', `[\\w-]{35}${END}`),
  of('a Google OAuth secret', 'GOCSPX-', `[\\w-]{28}${END}`),
  of('a Google access token', 'ya29.', '[\\w-]{40,800}'),
  of('an npm token', 'npm_', `[A-Za-z0-9]{36}${END}`),
  of('a PyPI token', 'pypi-AgE', '[\\w-]{50,800}'),
  of('a RubyGems key', 'rubygems_', `[a-f0-9]{48}${END}`),
  of('a crates.io token', 'cio', `[A-Za-z0-9]{32}${END}`),
  of('a Docker token', 'dckr_pat_ dckr_oat_', '[\\w-]{27,40}'),
  of('a Hugging Face token', 'hf_', `[A-Za-z]{34}${END}`),
  of('a Groq API key', 'gsk_', `[A-Za-z0-9]{48,60}${END}`),
  of('an xAI API key', 'xai-', `[A-Za-z0-9]{70,90}${END}`),
  of('a Replicate token', 'r8_', `[A-Za-z0-9]{37}${END}`),
  of('a DigitalOcean token', 'dop_v1_ doo_v1_ dor_v1_', `[a-f0-9]{64}${END}`),
  of('a Supabase token', 'sbp_ sb_secret_', '[\\w-]{30,60}'),
  of('a Databricks token', 'dapi', `[a-f0-9]{32}(?:-\\d)?${END}`),
  of('a SendGrid key', 'SG.', `[\\w-]{20,24}\\.[\\w-]{39,50}`),
  of('a Shopify token', 'shpat_ shpca_ shppa_ shpss_', `[a-fA-F0-9]{32}${END}`),
  of('an Atlassian token', 'ATATT3', '[\\w=-]{150,300}'),
  of('a Linear API key', 'lin_api_', `[A-Za-z0-9]{40}${END}`),
  of('a Figma token', 'figd_', '[\\w-]{38,60}'),
  of('a Vault token', 'hvs. hvb. hvr.', '[\\w-]{24,300}'),
  of('a Tailscale key', 'tskey-', '[a-z]{3,10}-[A-Za-z0-9]{8,20}-[A-Za-z0-9]{20,50}'),
  of('a Sentry token', 'sntrys_ sntryu_', '[\\w+/=-]{60,400}'),
  of('a Grafana token', 'glsa_', `[A-Za-z0-9]{32}_[a-f0-9]{8}${END}`),
  of('a PlanetScale token', 'pscale_tkn_ pscale_pw_ pscale_oauth_', '[\\w.-]{32,64}'),
  of('a Fly.io token', 'fm1_ fm2_ fm1r_ fm2r_', '[A-Za-z0-9+/]{60,2000}'),
  of('a New Relic key', 'NRAK-', `[A-Z0-9]{27}${END}`),
  of('a Postman key', 'PMAK-', `[a-f0-9]{24}-[a-f0-9]{34}${END}`),
  of('a Netlify token', 'nfp_', `[A-Za-z0-9]{36,60}${END}`),
  of('a Perplexity API key', 'pplx-', `[A-Za-z0-9]{40,64}${END}`),
  of('a LangSmith key', 'lsv2_pt_ lsv2_sk_', `[a-f0-9]{32}_[a-f0-9]{10}${END}`),
  of('a Notion token', 'ntn_', `[A-Za-z0-9]{40,60}${END}`),
  of('a Doppler token', 'dp.pt. dp.st. dp.ct. dp.sa. dp.scim. dp.audit.', '[\\w.-]{40,80}'),
  of('a Square token', 'sq0atp- sq0csp-', `[\\w-]{22,43}${END}`),
  of('a Heroku key', 'HRKU-', '[\\w-]{36,64}'),
  of('a Pulumi token', 'pul-', `[a-f0-9]{40}${END}`),
  of('an age key', 'AGE-SECRET-KEY-1', `[A-Z0-9]{58}${END}`),
  of('an Azure storage key', 'AccountKey=', `[A-Za-z0-9+/]{86}==`),
  {
    kind: 'a JSON web token',
    starts: ['eyJ'],
    form: /eyJ[\w-]{10,2000}\.eyJ[\w-]{5,8000}\.[\w-]{20,2000}/y,
    check: isJsonWebToken,
  },
  {
    kind: 'a private key',
    starts: ['-----BEGIN '],
    form: /-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----(?:[^-]|-(?!----)){60,20000}(?:-----END [A-Z0-9 ]{1,40}-----)?/y,
    check: isKeyBlock,
  },
  {
    kind: 'a URL with a password',
    starts: ['://'],
    form: /:\/\/[^\s/:@"'`<>()]{0,200}:[^\s/@"'`<>]{3,300}@[^\s/"'`<>@:?#,;)]{1,255}/y,
    check: isCredential,
  },
]
