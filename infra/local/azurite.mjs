// Runs in the storage emulator's process before the emulator itself, whose script is the process's first argument.
import { createRequire } from 'node:module';

// The end of stdin is the end of the parent, or its wish: the emulator closes as at its own shutdown message. Ctrl-C reaches the whole terminal at once, and a service manager's SIGTERM the
// whole group: the emulator must outlive the host that is still stopping, which without it would wait for storage for ever. A parent that is gone also breaks the output pipes, which would end
// the process before it has saved.
const once = process.once;
process.once = function (name, act) {
  return name === 'SIGINT' || name === 'SIGTERM' ? this : once.call(this, name, act);
};
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});
process.stdin.resume().on('end', () => process.emit('message', 'shutdown')).on('error', () => process.emit('message', 'shutdown'));
process.stdin.unref?.();

const require = createRequire(process.argv[1]);
const Loki = require('lokijs');

// Nothing is saved for an emulator that will not be started again. Its own mode that keeps all in memory loses messages: it clears a text away between the two steps of its writing.
if (process.env.AIWORKFLOW_AZURITE_SAVES === 'false')
  Loki.prototype.saveDatabase = saved => saved?.();

// Each request to a queue removes what has expired and updates what it hands out, both as lists, and a list sorts every index of all messages anew even when it is empty. With a thousand timers
// waiting a request takes ten milliseconds, as much as ten others. One by one, the indexes are kept up to date instead.
const documents = Object.getPrototypeOf(new Loki('').addCollection(''));
const { remove, update } = documents;
documents.remove = function (given) {
  return Array.isArray(given) ? given.forEach(each => remove.call(this, each)) : remove.call(this, given);
};
documents.update = function (given) {
  if (!Array.isArray(given))
    return update.call(this, given);
  // They were changed already, and stand at a wrong place each: none can be put at its new one by its neighbours until all are out.
  const shown = this.binaryIndices.timeNextVisible;
  if (shown && given.length > 1) {
    const places = new Set(given.map(each => this.get(each.$loki, true)[1]));
    shown.values = shown.values.filter(place => !places.has(place));
  }
  given.forEach(each => update.call(this, each));
};

// And each looks at all messages of the account first. What tells messages apart is looked at first instead, by an index.
const telling = ['messageId', 'expirationTime', 'timeNextVisible'];
const add = Loki.prototype.addCollection;
Loki.prototype.addCollection = function (name, options) {
  return add.call(this, name, options?.indices?.includes('messageId') ? { ...options, indices: [...new Set([...options.indices, ...telling])] } : options);
};
const results = Object.getPrototypeOf(new Loki('').addCollection('').chain());
const find = results.find;
results.find = function (wanted, ...how) {
  const first = telling.find(key => wanted && key in wanted) ?? narrower(this.collection, wanted);
  return find.call(this, first ? { [first]: wanted[first], ...wanted } : wanted, ...how);
};

// A row is looked for in its partition, be it of ten thousand rows: by its own key, where fewer rows have that.
function narrower(rows, wanted) {
  if (typeof wanted?.PartitionKey !== 'string' || typeof wanted.RowKey !== 'string' || !rows.binaryIndices.RowKey || rows.data.length === 0)
    return undefined;
  const size = key => {
    rows.ensureIndex(key);
    const [from, to] = rows.calculateRange('$eq', key, wanted[key]);
    return to - from;
  };
  return size('RowKey') < size('PartitionKey') ? 'RowKey' : undefined;
}

// A query within one partition goes through all rows of its table: an engine that reads a history would read everybody's. The partition's rows are found by their index first; the filter still
// has the last word on each.
const tables = require('./table/persistence/LokiTableMetadataStore.js').default.prototype;
const query = tables.queryTableEntities;
tables.queryTableEntities = function (context, account, table, options, ...page) {
  const partition = partitionOf(options.filter ?? '');
  if (partition === undefined)
    return query.call(this, context, account, table, options, ...page);
  const narrowed = Object.create(this, {
    getEntityCollection: { value: (...of) => ({ chain: () => this.getEntityCollection(...of).chain().find({ PartitionKey: partition }) }) },
  });
  return query.call(narrowed, context, account, table, options, ...page);
};

// The partition that a filter begins with, when all else in it can only narrow it further; undefined otherwise.
function partitionOf(filter) {
  const found = /^PartitionKey eq '((?:[^']|'')*)'/.exec(filter);
  let rest = filter.replace(/'(?:[^']|'')*'/g, "''");
  for (let outer = rest; (rest = rest.replace(/\([^()]*\)/g, '')) !== outer;) outer = rest;
  return found && !/\b(or|not)\b|[()]/.test(rest) ? found[1].replaceAll("''", "'") : undefined;
}
