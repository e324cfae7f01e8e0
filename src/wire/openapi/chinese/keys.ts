import type { Sentences } from './sentences.ts';

/** Keys, temporary credentials, the audit log. */
export const keys: Sentences = {
  'Makes a key pair. Its private key is in this answer and nowhere else.': '创建密钥对。私钥只在这次返回中给出。',
  'Lists the keys of the configuration, then those that were made, without private keys.':
    '列出密钥：先是配置中的，再是运行时创建的；不含私钥。',
  'Disables or enables a made key, or changes what it is held to; counts at once.':
    '停用、启用运行时创建的密钥，或修改它的限制；立即生效。',
  'Gives a made key a new private key, told in this answer and nowhere else; the one before signs for a while more.':
    '为运行时创建的密钥更换私钥，新私钥只在这次返回中给出；旧私钥在一段时间内仍可签名。',
  'Deletes a made key; calls with it are refused at once.': '删除运行时创建的密钥；使用它的调用立即被拒绝。',
  'Lends a short-lived key pair that may do no more than the caller, and less where that is said.':
    '签发短期密钥对，权限不超过调用者，可进一步收窄。',
  'Its PublicKey: 1 to 128 letters, digits and . _ -. Default: a random one.':
    '它的 PublicKey：1 至 128 个字母、数字和 . _ -。默认：随机生成。',
  'Whose it is; sub: each of its calls must name its ProjectId. Default: main.':
    '属于主账号还是子账号；sub：每次调用都必须给出 ProjectId。默认：main。',
  'Ids of the projects that it may act in. Default: every project, and what belongs to none.':
    '可操作的项目的 ID。默认：全部项目，以及不属于任何项目的内容。',
  'Actions that it may call, * standing for any letters, such as Describe*. Default: all.':
    '可调用的接口，* 代表任意字母，如 Describe*。默认：全部。',
  'Domains, or beginnings of paths in them, such as cdn.example.com/partner/, whose URLs it may submit. Default: all of its projects.':
    '可提交其 URL 的域名或路径前缀，如 cdn.example.com/partner/。默认：其项目的全部。',
  'Addresses and ranges, such as 10.0.0.0/8, that it may be used from. Default: any.':
    '可使用它的来源地址和网段，如 10.0.0.0/8。默认：不限。',
  'The highest priority that its submits may have. Default: 9.': '提交时可用的最高优先级。默认：9。',
  'How many URLs it may submit on a calendar day of the time zone `timezone`. Default: any number.':
    '每个自然日（按 `timezone` 时区）可提交的 URL 数。默认：不限。',
  'From when on it is refused. Default: never.': '自何时起被拒绝。默认：永不过期。',
  'Whether it may be used by HTTP Basic, over TLS or from the machine itself. Default: false.':
    '是否可用于 HTTP Basic（须经 TLS 或来自本机）。默认：false。',
  'What it is for; shown in lists. At most 256 characters.': '用途说明，显示在列表中。最多 256 个字符。',
  'Its name.': '它的名称。',
  'It stands in the configuration, and is changed there.': '写在配置里，须在配置中修改。',
  'Whose it is; sub: each call must name its ProjectId.': '属于主账号还是子账号；sub：每次调用都必须给出 ProjectId。',
  'Whether it may be used; unreadable: its private key was encrypted under another master key.':
    '是否可用；unreadable：它的私钥是用另一个主密钥加密的。',
  'Ids; empty: every project.': '项目 ID；空：全部项目。',
  'One pattern.': '一个模式。',
  'Patterns; * alone: all.': '模式；只有一个 *：全部。',
  'One beginning.': '一个前缀。',
  'Domains and beginnings of paths; empty: all of its projects.': '域名和路径前缀；空：其项目的全部。',
  'One address or range.': '一个地址或网段。',
  'Addresses and ranges; empty: any.': '地址和网段；空：不限。',
  'From when on it is refused; 0: never.': '自何时起被拒绝；0：永不过期。',
  'The highest priority of its submits.': '提交时可用的最高优先级。',
  'URLs that it may submit a day; 0: any number.': '每日可提交的 URL 数；0：不限。',
  'Whether it may be used by HTTP Basic.': '是否可用于 HTTP Basic。',
  'What it is for.': '用途说明。',
  'When it was made; 0 for one of the configuration.': '创建时间；配置中的密钥为 0。',
  'PublicKey of its maker; empty for one of the configuration.': '创建者的 PublicKey；配置中的密钥为空。',
  'Until when the private key before the last rotation signs; 0: there is none.': '上次轮换前的私钥可签名到何时；0：没有。',
  'A key and what it may do.': '密钥及其权限。',
  'Its private key, told this once only.': '它的私钥，只给出这一次。',
  'The keys.': '密钥列表。',
  'PublicKey of a key that was made at run time.': '运行时创建的密钥的 PublicKey。',
  'Whether it is refused. Default: stays as it is, as with all that follows.': '是否停用。默认：保持不变，以下各项亦然。',
  'Restrictions to lift: Projects, Actions, Urls, AllowIps, MaxPriority, DailyUrls, ExpireTime, Comment.':
    '要解除的限制：Projects、Actions、Urls、AllowIps、MaxPriority、DailyUrls、ExpireTime、Comment。',
  'How long the private key before still signs; 0: it ends at once. One that a rotation before left ends in any case.':
    '旧私钥还可签名多少秒；0：立即失效。更早一次轮换留下的私钥一律失效。',
  'Until when the one before signs; 0: it has ended.': '旧私钥可签名到何时；0：已失效。',
  'The key that is gone.': '已删除的密钥。',
  'How long it lasts.': '有效期（秒）。',
  'Goes with each call, as that of a lasting key does.': '随每次调用发送，与长期密钥相同。',
  'Signs, as that of a lasting key does. Told this once only.': '用于签名，与长期密钥相同。只给出这一次。',
  'Goes with each call as the parameter SecurityToken, and is signed like all others.':
    '作为参数 SecurityToken 随每次调用发送，与其他参数一样参与签名。',
  'When it ends: then, and when its lender is disabled, deleted or rotated, calls are answered with RetCode 174.':
    '失效时间：到时，或签发者的密钥被停用、删除或轮换时，调用返回 RetCode 174。',
  'The credentials.': '凭证。',
  'Reads who did, and was refused, what: submits, changes, reloads and refused calls, newest first.':
    '查询谁做了什么、谁被拒绝：提交、修改、重新加载配置和被拒绝的调用，新的在前。',
  'From this time on. Default: EndTime less 86,400.': '起始时间。默认：EndTime 减 86,400。',
  'To this time. Default: now.': '结束时间。默认：当前时间。',
  'Only of this PublicKey.': '只看此 PublicKey。',
  'Only of this action.': '只看此接口。',
  'How many entries at most.': '最多返回多少条。',
  'Names the entry.': '记录的编号。',
  'When it came in.': '收到的时间。',
  'The key; empty where none that exists was named. Of what a lent key did: its lender.':
    '所用的密钥；没有给出或不存在时为空。临时凭证的操作记在签发者名下。',
  'Where the call came from; empty for what the server did by itself.': '调用的来源地址；服务端自行所为时为空。',
  'The action, or ConfigurationReload.': '接口名称，或 ConfigurationReload（重新加载配置）。',
  'The project that it was about; empty: of none.': '涉及的项目；空：不涉及。',
  'RetCode of its answer.': '返回的 RetCode。',
  'The task that it made or was about.': '创建或涉及的任务。',
  'Hosts of its URLs, the first 20.': '其 URL 的主机名，最多前 20 个。',
  'How many URLs it had.': 'URL 数。',
  'What changed.': '改动的内容。',
  'So many alike within a moment, of which this is the first.': '短时间内相同的有多少次，本条为第一次。',
  'The entries.': '记录列表。',
};
