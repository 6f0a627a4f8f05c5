// @ts-check
/** Everyday words of programs, of which names are made. */

/** @param {string} text */
const list = (text) => text.trim().split(/\s+/);

export const NOUNS = list(`
  account action address agent alias amount anchor angle answer area argument array article asset atom
  attempt attribute author axis badge balance band base basket batch beam bias bin bit block board body
  bond book border bottom bound box branch bridge bucket buffer builder bundle button byte cache call
  candidate canvas capacity card cart category cell center chain change channel chapter character
  check child choice chunk circle city client clock clone cluster code color column command comment
  component condition config connection constant contact container content context control copy corner
  cost count counter country coupon course cover creator criteria cursor curve customer cycle data date
  day deadline decimal degree delay delta demand depth description design detail device diagram diff digit
  direction discount distance document domain door draft driver duration edge editor effect element email
  employee engine entity entry environment episode error estimate event example expense expression extent
  face factor factory failure feature feed field figure file filter flag flow focus folder font force form
  format fraction fragment frame gap gate gauge glyph goal grade graph grid group guard guest guide
  handle handler hash head header height helper hint history holder hook host hour icon identity image index
  info input instance interval invoice issue item iterator job joint key keyword kind label lane language
  layer layout leaf lease length letter level library limit line link list listener loader locale location
  lock log logger loop manager map margin mark marker mask match material matrix measure member memory menu
  message meta method metric minute mode model module moment money month name network node note notice number
  object offer offset operand operation operator option order origin outcome outline output owner pack page
  pair palette panel parameter parent parser part partner pass patch path pattern payload payment peak person
  phase phone photo phrase picture piece pixel place plan player plugin point policy pool port position post
  prefix price process product profile program progress project promise property proxy query question queue
  quota radius range rank rate ratio reader reason receipt receiver record rectangle reducer reference region
  relation reply report repository request resource response result review ring role root route row rule
  sample scale schedule schema scope score screen script season second section seed segment selection
  selector sender sentence sequence series server service session setting shape share sheet shift ship shop
  side signal size sketch slice slot socket solution song source space span speed spot stack stage stamp
  start state statement station statistic status step stock storage store story strategy stream street string
  structure style subject suffix sum summary surface symbol system table tag target task team template tenant
  term test text theme thread ticket tile time timer timestamp title token tool topic total trace track trade
  transaction tree trend trial trigger type unit update user validator value variable variant vector vendor
  version video view visit visitor voice volume wallet watcher week weight wheel widget width window word
  worker workspace wrapper year zone`);

/** Said of a thing, in front of its name. */
export const QUALIFIERS = list(`
  active actual all any available average base best big cached clean computed current custom deep
  dirty empty end expected external fallback fast final first flat found full global has header hidden initial
  inner internal is known large last latest left local long lower main matched max merged middle min minimum
  missing my nested next normal old only open optional original other outer parent parsed partial pending
  possible prepared previous primary raw ready real recent related remote remaining required
  resolved right root safe selected shared short simple single small some sorted source special start strict
  sub target temporary the top total unique unknown upper used user valid visible whole wide`);

/** As they are written in a hurry. */
export const ABBREVIATIONS = list(`
  acc addr agg amt app arg args arr attr attrs avg bg btn buf cb cfg ch cls cmd cnt coef col conf conn coord
  cpy ctx cur curr db def defs deg desc dest diff dim dims dir dist div doc dst dt dx dy el elem elems elm
  env err evt ex exp expr ext fld fmt fn freq func grp hdr hex hi idx img impl inc inf init ins inst iter
  lang lbl len lhs lib lim ln lo loc lst lvl mid mod msg nb num nums obj objs op ops opt opts ord out param
  params pct perm pkg pos pred prev prod prop props pt ptr pts px qty rand rec ref refs reg rel rem rep req
  res resp ret rev rhs rng sec sel sep seq sig sp sq src st std stmt str strs sub svc sz tbl tmp tok tot ts
  txt upd url usr val vals vec vel ver vol wt xs ys`);

/** Never a binding's name, in any mode or place: reserved, or special where it stands. */
export const RESERVED = new Set(list(`
  arguments as async await break case catch class const continue debugger default delete do else
  enum eval export extends false finally for from function get if implements import in infinity
  instanceof interface let nan new null of package private protected public return set static super
  switch this throw true try typeof undefined using var void while with yield`));
