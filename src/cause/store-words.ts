import type { Wording } from "./languages/language.ts";

/**
 * What databases, caches and brokers answer: their clients hand it on in every language as it is. PostgreSQL, MySQL, MongoDB,
 * Redis, Kafka. https://www.postgresql.org/docs/current/errcodes-appendix.html,
 * https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html, https://kafka.apache.org/protocol#protocol_error_codes
 */
export const STORE_WORDS: readonly Wording[] = [
  [
    /password authentication failed|permission denied for (?:table|schema|relation|sequence|function|database|view|column)|Access denied for user|not authorized on \w{1,100} to execute|\bNOAUTH\b|\bWRONGPASS\b|\bNOPERM\b|no pg_hba\.conf entry|SASL authentication failed|\b(?:topic|group|cluster) authorization failed/i,
    "permission",
  ],
  // Whoever is refused for want of a free connection never came to talk to it.
  [
    /remaining connection slots are reserved|too many (?:clients already|connections(?: for role|$))|Connection terminated unexpectedly|server closed the connection|(?:SSL|server) connection has been closed unexpectedly|server has gone away|Lost connection to MySQL|Communications link failure|Failed to obtain JDBC Connection|connection is in closed state|driver: bad connection|Can't reach database server|\bJedisConnectionException\b|\bPROTOCOL_CONNECTION_LOST\b|encountered a connection error|^MongoNetworkError\b|^MaxRetriesPerRequestError\b|^KafkaJSConnection(?:Closed)?Error: (?!Connection timeout)|: Connection is closed\.?$/i,
    "dependency",
    "connection",
  ],
  [
    /database system is (?:starting up|shutting down|in recovery)|terminating connection due to|\bREADONLY You can't write|\bOOM command not allowed|\b(?:CLUSTERDOWN|MASTERDOWN|TRYAGAIN)\b|\bLOADING Redis\b|not the leader for |\bNotWritablePrimary\b|: not primary$|no leader for this topic|Deadlock found when trying to get lock|: deadlock detected$|could not serialize access/i,
    "dependency",
  ],
  // The same is stored already: what is asked for a second time was good the first time.
  [
    /violates unique constraint|\bE11000 duplicate key\b|\bER_DUP_ENTRY\b|Unique constraint failed|Duplicate entry '/,
    "code",
  ],
  [
    /violates (?:not-null|check|foreign key|exclusion) constraint|value too long for type|invalid input syntax for type|Data too long for column|Incorrect \w{1,20} value: '|Document failed validation|Null constraint violation|Foreign key constraint (?:failed|fails)|message larger than the max|when serialized which is larger than/,
    "bad-input",
  ],
];
