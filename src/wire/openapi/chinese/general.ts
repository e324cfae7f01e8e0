import type { Sentences } from './sentences.ts';

/** The document itself, the envelope, and what many actions have. */
export const general: Sentences = {
  'Cache prefetch on your own CDN edges, by the UCloud UCDN API': '自建 CDN 边缘的缓存预热，接口与 UCloud UCDN API 一致',
  "Every call goes to / and is answered with HTTP 200, whatever comes of it: RetCode tells.\nThe Action in the path of each operation is what tells calls apart. In a POST the body's parameters are all that counts\nand is signed, Action included; the path's Action may stay or go. A GET has no body: its query is what is signed.\nCallers that can't sign use HTTP Basic instead, and leave out PublicKey and Signature.":
    '所有调用都发往 /，无论结果如何都以 HTTP 200 应答，结果由 RetCode 说明。\n各操作以路径中的 Action 区分。POST 只看请求体中的参数（含 Action），参与签名的也只有它们；\n路径中的 Action 可有可无。GET 没有请求体，以查询串中的参数签名。\n无法签名的调用者可改用 HTTP Basic，此时不带 PublicKey 和 Signature。',
  "The vendor's actions.": '厂商（UCloud）的接口。',
  "forewarm's own actions.": 'forewarm 自有的接口。',
  'Success when RetCode is 0, else the reason why not.': 'RetCode 为 0 表示成功，否则说明原因。',
  "Names this call in the server's log.": '本次调用在服务端日志中的编号。',
  'Why the call was turned down. Nothing has changed, unless RetCode is 110 or 130.':
    '调用被拒绝的原因。除 RetCode 为 110 或 130 外，没有任何改动。',
  "The request's Action with Response behind it; absent when the request named none.":
    '请求的 Action 加上 Response 后缀；请求没有给出 Action 时不返回。',
  "The request's Action with Response behind it.": '请求的 Action 加上 Response 后缀。',
  'Names the parameter, what came and what is accepted.': '说明是哪个参数、收到了什么、接受什么。',
  '0: success.': '0：成功。',
  'Name of the action.': '接口名称。',
  'Public key that the call is signed for; left out with HTTP Basic.': '为本次调用签名的密钥对的公钥；使用 HTTP Basic 时不带。',
  'SHA-1, in lower-case hex, of the names and values of all other parameters, sorted by name and put together without anything between them, followed by the private key. Left out with HTTP Basic.':
    '将其余全部参数按名称排序，把名称和值依次首尾相接（中间不加任何字符），末尾接上私钥，再取 SHA-1，以小写十六进制表示。使用 HTTP Basic 时不带。',
  'Of temporary credentials only; signed like any other parameter.': '仅用于临时凭证；与其他参数一样参与签名。',
  'Project to act in. Left out: the default project; a sub-account must name one.': '在哪个项目中操作。不填：默认项目；子账号必须指明。',
  'PublicKey and private key, of a key that allows it; over TLS or from the machine itself.':
    '公钥和私钥，限允许此用法的密钥；须经 TLS 或来自本机。',
  'Accepted, means nothing here.': '可以传入，在此没有意义。',
  'One value.': '一个值。',
  'One URL.': '一个 URL。',
  'One host.': '一个主机名。',
  'One id.': '一个 ID。',
  'Name of the node.': '节点名称。',
  'Its domain.': '所属域名。',
  'Its address.': '它的地址。',
  'Why.': '原因。',
  'By name.': '按名称排列。',
  'Only of this domain.': '只看这个域名。',
  'Only of this node.': '只看这个节点。',
  'NextCursor of the page before.': '上一页返回的 NextCursor。',
  'For the next page, which may hold none; empty after the last.': '用于读取下一页（下一页可能没有内容）；最后一页之后为空。',
};
