/** A family of texts that give orders to a model. */
export interface Family {
  /** Completes "it has … in it". */
  readonly label: string
  /** 2 says enough by itself; of 1 there have to be two different ones. */
  readonly weight: 1 | 2
  /** For a text in small letters; every repetition in it has an end. */
  readonly form: RegExp
}

const GAP = '(?:[\\s,*_"\'`]{1,3}[^\\s]{1,24}){0,4}?[\\s,*_"\'`]{1,3}'
const order = (label: string, form: RegExp | string, weight: 1 | 2 = 2): Family => ({
  label,
  weight,
  form: typeof form === 'string' ? new RegExp(form) : form,
})

const OVERRIDE = 'an order to drop earlier instructions'

/** All families; a text is read once for each. */
export const FAMILIES: readonly Family[] = [
  // English
  order(
    OVERRIDE,
    `\\b(?:ignore|disregard|forget|override|bypass|discard|do not follow|stop following)${GAP}(?:previous|prior|above|earlier|preceding|existing|original|initial|all (?:your|the|other)|your (?:system|own))${GAP}?(?:instructions?|prompts?|rules|directions|directives|guidelines|commands|context|training)\\b`,
  ),
  order(
    OVERRIDE,
    /\b(?:ignore|disregard|forget) (?:all |any )?(?:of )?(?:your|the|previous|prior|above|earlier) (?:previous |prior |system |above |earlier )?(?:instructions?|prompts?|rules|guidelines)\b/,
  ),
  order(
    OVERRIDE,
    /\b(?:ignore|disregard|forget) (?:everything|all|anything) (?:above|before|you (?:were|have been) told|that came before)\b/,
  ),
  order(
    'new instructions that claim to come from the user or the system',
    /\b(?:new|updated|revised|real|actual|important) (?:system )?instructions? (?:for (?:the |this )?(?:ai|assistant|model|agent|claude|llm)|from (?:the )?(?:user|system|developer|admin|anthropic))/,
  ),
  order(
    'a new role for the model',
    /\byou are (?:now|no longer) (?:an? |in |the )?(?:dan\b|jailbroken|unrestricted|unfiltered|developer mode|evil|free from|bound by|claude|the assistant|root|admin)/,
  ),
  order(
    'an address to models that read it',
    /\b(?:if you are|attention,?|note to|message (?:for|to)|instructions? (?:for|to)) (?:an? |any |the |all )?(?:ai|llm|large language model|language model|ai assistants?|ai agents?|coding agents?|chatbot|claude|gpt|copilot)s?\b[^\n]{0,80}\b(?:must|should|please|do|run|execute|send|include|add|ignore|install|read|open|visit|download)\b/,
  ),
  order(
    'an order to keep something from the user',
    // What a program should not show its users is another matter: "never show the user a stack trace".
    /\b(?:do not|don't|never|without) (?:tell|inform|mention|notify|alert|reveal|show|telling|informing|mentioning|notifying|asking|alerting)(?: (?:this|it|anything|any of this))? ?(?:to )?(?:the |your )?(?:user|human|operator|developer)s?\b(?! (?:an?|any|the|their|when|if|until|how|which|of the)\b)/,
  ),
  order(
    'an order to keep something from the user',
    /\b(?:do not|don't|never|without) (?:tell|inform|mention|notify|alert|reveal|show|telling|informing|mentioning|notifying|asking|alerting)(?: (?:this|it|anything|any of this))? ?(?:to )?(?:the |your )?(?:user|human|operator|developer)s?\b/,
    1,
  ),
  order(
    'a claim to speak for the makers of the model',
    /\b(?:anthropic|openai|the system administrator|claude code team) (?:has |have )?(?:authori[sz]ed|requires?|instructs?|orders?|approved) (?:you|this (?:action|command|request))\b/,
  ),
  order(
    'an order to send secrets or files out',
    `\\b(?:send|post|upload|exfiltrate|transmit|forward|leak|append|include|encode)${GAP}(?:api keys?|secrets?|credentials?|tokens?|passwords?|environment variables?|env vars?|\\.env|ssh keys?|private keys?|conversation|chat history|system prompt|source code)\\b(?! (?:in|as|via|with|using|through) (?:an?|the|your|each|every|all|request)\\b)[^\\n]{0,80}(?:https?://|\\burl\\b|\\bwebhook\\b|\\bendpoint\\b|\\bserver\\b|\\bemail\\b|@)`,
  ),
  order(
    'an order to show the system prompt',
    /\b(?:reveal|print|output|repeat|show|display|leak) (?:me )?(?:your|the) (?:full |entire |hidden |initial |original )?system prompt\b/,
    1,
  ),
  // Other languages
  order(
    OVERRIDE,
    /\b(?:ignorier(?:e|en)|vergiss|vergessen|missacht(?:e|en)|verwirf)(?: sie)?(?: [^\s]{1,20}){0,4}? (?:vorherig|bisherig|vorig|früher|obig|vorangegangen|vorstehend)[a-z]{0,3} (?:[^\s]{1,20} )?(?:anweisung|instruktion|befehl|regel|vorgabe|anordnung)/,
  ),
  order(
    OVERRIDE,
    /\b(?:ignor(?:e|ez|er)|oubli(?:e|ez|er)|négligez|ne tiens pas compte)(?: [^\s]{1,20}){0,4}? (?:instructions?|consignes?|règles?|directives?|ordres?) (?:précédent|antérieur|ci-dessus|initial)/,
  ),
  order(
    OVERRIDE,
    /(?:ignor[ae]|ignoren|olvid[ae]|descart[ae]|haz caso omiso)(?: [^\s]{1,20}){0,4}? (?:instrucciones|indicaciones|órdenes|reglas|directrices)(?: [^\s]{1,20})? (?:anteriores|previas|de arriba|iniciales)/,
  ),
  order(
    OVERRIDE,
    /(?:ignor[ea]|esqueç[ae]|desconsider[ea])(?: [^\s]{1,20}){0,4}? (?:instruções|ordens|regras|diretrizes)(?: [^\s]{1,20})? (?:anteriores|prévias|acima|iniciais)/,
  ),
  order(
    OVERRIDE,
    /(?:ignora|ignorate|dimentica|dimenticate|trascura)(?: [^\s]{1,20}){0,4}? (?:istruzioni|indicazioni|regole|direttive)(?: [^\s]{1,20})? (?:precedenti|di sopra|iniziali)/,
  ),
  order(
    OVERRIDE,
    /(?:negeer|vergeet)(?: [^\s]{1,20}){0,4}? (?:vorige|eerdere|voorgaande|bovenstaande) (?:instructies|opdrachten|regels)/,
  ),
  order(
    OVERRIDE,
    /(?:zignoruj|pomiń|zapomnij)(?: [^\s]{1,20}){0,4}? (?:poprzednie|wcześniejsze|powyższe) (?:instrukcje|polecenia|zasady)/,
  ),
  order(
    OVERRIDE,
    /(?:игнорируй(?:те)?|проигнорируй(?:те)?|забудь(?:те)?|отмени(?:те)?)(?: [^\s]{1,20}){0,4}? (?:предыдущ|прежн|вышеуказанн|предшествующ)[а-я]{1,4} (?:инструкц|указан|команд|правил)/,
  ),
  order(
    OVERRIDE,
    /(?:忽略|无视|無視|忘记|忘掉|不要遵循)[^\n]{0,8}(?:之前|以前|上面|先前|前面|以上|上述|所有)[^\n]{0,6}(?:指令|指示|提示|说明|規則|规则|命令)/,
  ),
  order(
    OVERRIDE,
    /(?:以前|前|これまで|上記|先)[^\n]{0,4}の?[^\n]{0,4}(?:指示|命令|プロンプト|ルール)[^\n]{0,6}(?:無視|忘れ|破棄)/,
  ),
  order(OVERRIDE, /(?:이전|위의?|앞의?|기존)[^\n]{0,6}(?:지시|명령|지침|프롬프트|규칙)[^\n]{0,6}(?:무시|잊)/),
  order(OVERRIDE, /(?:تجاهل|انس)[^\n]{0,12}(?:التعليمات|الأوامر|القواعد)[^\n]{0,8}(?:السابقة|أعلاه)/),
  order(
    OVERRIDE,
    /(?:önceki|yukarıdaki)[^\n]{0,10}(?:talimat|komut|yönerge)[^\n]{0,10}(?:yok say|unut|görmezden gel|dikkate alma)/,
  ),
  // Roles
  order(
    'marks of a chat template',
    /<\|(?:im_start|im_end|system|user|assistant|start_header_id|endoftext|eot_id)\|>|<<sys>>|\[\/?inst\]/,
  ),
  order(
    'a false reminder of the system',
    /<\/?(?:system-reminder|system_prompt|function_calls|function_results|antml:[a-z_]{1,30}|user-prompt-submit-hook)\b/,
  ),
  order(
    'a false turn of the conversation',
    /\n\n(?:human|assistant|system|user): {0,3}[^\n]{0,200}(?:\n[^\n]{0,200}){0,3}\n\n(?:human|assistant|system|user):/,
    1,
  ),
  order(
    'a tag that claims to be the system',
    /<(?:system|admin|developer|important|override)(?:[ _-](?:message|note|instruction)s?)?>[^<]{0,400}\b(?:you|assistant|claude|must|instructions?)\b/,
    1,
  ),
  // Ways out
  order(
    'a picture or link that would carry data out',
    /!?\[[^[\]\n]{0,200}\]\(https?:\/\/[^()[\]{}<\s]{1,300}[?&/=](?:\{\{?|\$\{?|<|%7b|\[)[a-z_ -]{0,40}(?:data|secret|token|key|conversation|history|env|content|password|base64|prompt|message)/,
  ),
  order(
    'a command that sends secrets out',
    /\b(?:curl|wget|nc|fetch|invoke-webrequest)\b[^\n]{0,200}(?:\$\((?:cat|env|printenv|base64)|`(?:cat|env|printenv)|@~?\/?[^\s]{0,60}(?:\.env|id_rsa|id_ed25519|credentials))/,
    1,
  ),
]

// One of these is in every text in ASCII that a family or a hidden part could be found in.
const NEEDED =
  /ignor|disregard|forget|overrid|bypass|discard|follow|instruct|you are|attention|note to|message|tell|inform|mention|notif|alert|reveal|show|ask|anthropic|openai|administrator|claude|send|post|upload|exfiltrate|transmit|forward|leak|append|include|encode|system|vergiss|vergessen|missacht|verwirf|oubli|compte|olvid|descart|omiso|esque|desconsider|dimentic|trascura|negeer|vergeet|inst\]|human:|assistant:|user:|\]\(|\[\/\/\]|\[comment\]|curl|wget|fetch|invoke-web|\bnc\b|</

/** False for a text (in small letters) in which surely nothing is to be found; most output of commands is such. */
export function mayGiveOrders(text: string): boolean {
  return /[^\x00-\x7f]/.test(text) || NEEDED.test(text)
}

const ADDRESSED = /\b(?:you|your|ai|llm|assistant|claude|agent|agents|model|copilot|chatbot)\b/
const ORDERED =
  /\b(?:must|should|ignore|disregard|run|execute|send|post|curl|install|download|open|visit|delete|push|commit|reveal|include|do not|don't|never|always|instructions?)\b/

/** Whether a text that nobody sees gives orders to somebody. */
export function givesOrders(text: string): boolean {
  return ADDRESSED.test(text) && ORDERED.test(text)
}
