// A certified OpenID provider, run for the tests: whoever comes is signed in as the test says.
//
//   PORT ADDRESS EAR   where it listens, where the workbook is, and where that hears of signing out
//   POST /told     {"account": {…claims}, "amr": […], "spoil": "…"} for the sign-ins that follow
//   POST /signed   {"claims": {…}, "alg": …} answers with a token of them, for tests that forge
//
// What a sound provider would never send is made here from its own key, in answer to `spoil`.
import { createPrivateKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { Provider } from 'oidc-provider'

const [port, address, ear] = process.argv.slice(2)
const issuer = `http://127.0.0.1:${port}`
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
const jwk = { ...privateKey.export({ format: 'jwk' }), kid: 'first', alg: 'RS256', use: 'sig' }
let told = { account: { oid: 'nobody' }, amr: ['pwd', 'mfa'], spoil: '' }

const provider = new Provider(issuer, {
  clients: [{
    client_id: 'workbook',
    client_secret: 'not a secret: for the tests alone',
    redirect_uris: [`${address}/sign-in/provider/back`],
    post_logout_redirect_uris: [`${address}/sign-in`],
    backchannel_logout_uri: ear,
    backchannel_logout_session_required: true
  }],
  jwks: { keys: [jwk] },
  cookies: { keys: [randomBytes(16).toString('hex')] },
  claims: { openid: ['sub', 'oid', 'tid', 'email', 'amr', 'acr', 'auth_time'] },
  conformIdTokenClaims: false,
  features: {
    devInteractions: { enabled: false },
    rpInitiatedLogout: { enabled: true },
    backchannelLogout: { enabled: true },
    claimsParameter: { enabled: true }
  },
  // Both are on this machine, which the provider by itself does not post to.
  fetch: (url, { dispatcher, ...options }) => globalThis.fetch(url, options),
  pkce: { required: () => true },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...told.account }) }),
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  loadExistingGrant: async (ctx) => {
    const grant = new provider.Grant({
      clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId
    })
    grant.addOIDCScope('openid profile')
    await grant.save()
    return grant
  }
})

const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')

function signed (claims, { alg = 'RS256', kid = 'first', key = privateKey, typ = 'JWT' } = {}) {
  const text = `${part({ alg, typ, kid })}.${part(claims)}`
  return alg === 'none' ? `${text}.` : `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`
}

const SPOIL = {
  audience: (claims) => signed({ ...claims, aud: 'somebody else' }),
  'audience among others': (claims) => signed({ ...claims, aud: ['workbook', 'somebody else'] }),
  issuer: (claims) => signed({ ...claims, iss: 'https://elsewhere.example' }),
  nonce: (claims) => signed({ ...claims, nonce: 'another' }),
  'no nonce': ({ nonce, ...claims }) => signed(claims),
  expired: (claims) => signed({ ...claims, iat: claims.iat - 7200, exp: claims.exp - 7200 }),
  'made in the future': (claims) => signed({ ...claims, iat: claims.iat + 7200 }),
  'alg none': (claims) => signed(claims, { alg: 'none' }),
  'a stranger’s key': (claims) => signed(claims, { key: createPrivateKey(stranger.export({ format: 'pem', type: 'pkcs8' })) }),
  'an unknown key': (claims) => signed(claims, { kid: 'second', key: stranger }),
  'no account key': ({ oid, ...claims }) => signed(claims),
  'a session that is over': (claims) => signed({ ...claims, sid: told.session }),
  'no token': () => undefined
}

async function sent (ctx) {
  const body = []
  for await (const piece of ctx.req) body.push(piece)
  return JSON.parse(Buffer.concat(body).toString())
}

provider.use(async (ctx, next) => {
  if (ctx.path === '/told') {
    told = { amr: ['pwd', 'mfa'], spoil: '', ...await sent(ctx) }
    ctx.body = 'ok'
    return
  }
  if (ctx.path === '/signed') {
    const { claims, strange, ...more } = await sent(ctx)
    ctx.body = signed(claims, strange ? { ...more, key: stranger } : more)
    return
  }
  if (ctx.path.startsWith('/interaction/')) {
    const result = { login: { accountId: told.account.oid, amr: told.amr, acr: told.acr } }
    await provider.interactionFinished(ctx.req, ctx.res, result)
    ctx.respond = false
    return
  }
  await next()
  const spoil = SPOIL[told.spoil]
  if (ctx.path === '/token' && ctx.body?.id_token && spoil) {
    const claims = JSON.parse(Buffer.from(ctx.body.id_token.split('.')[1], 'base64url').toString())
    ctx.body = { ...ctx.body, id_token: spoil(claims) }
  }
})

provider.listen(Number(port), '127.0.0.1', () => console.log('ready'))
