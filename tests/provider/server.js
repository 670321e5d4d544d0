// A certified OpenID provider, run for the tests: whoever comes is signed in as the test says.
//
//   PORT ADDRESS   where it listens, and where the workbook is
//   POST /told     {"account": {…claims}, "amr": […], "spoil": "…"} for the sign-ins that follow
//
// What a sound provider would never send is made here from its own key, in answer to `spoil`.
import { createPrivateKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { Provider } from 'oidc-provider'

const [port, address] = process.argv.slice(2)
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
    post_logout_redirect_uris: [`${address}/sign-in`]
  }],
  jwks: { keys: [jwk] },
  cookies: { keys: [randomBytes(16).toString('hex')] },
  claims: { openid: ['sub', 'oid', 'tid', 'email', 'amr', 'acr', 'auth_time'] },
  conformIdTokenClaims: false,
  features: {
    devInteractions: { enabled: false },
    rpInitiatedLogout: { enabled: true },
    claimsParameter: { enabled: true }
  },
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

function signed (claims, { alg = 'RS256', kid = 'first', key = privateKey } = {}) {
  const text = `${part({ alg, typ: 'JWT', kid })}.${part(claims)}`
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
  'no token': () => undefined
}

provider.use(async (ctx, next) => {
  if (ctx.path === '/told') {
    const body = []
    for await (const piece of ctx.req) body.push(piece)
    told = { amr: ['pwd', 'mfa'], spoil: '', ...JSON.parse(Buffer.concat(body).toString()) }
    ctx.body = 'ok'
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
