#include <sqlite3.h>

/// Turns on the defences of a connection against the file that it reads; a function that takes any number of arguments
/// cannot be called from Swift. https://www.sqlite.org/c3ref/c_dbconfig_defensive.html
static inline int corpus_sqlite_defend(sqlite3 *connection) {
  int code = sqlite3_db_config(connection, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)0);
  if (code != SQLITE_OK) return code;
  return sqlite3_db_config(connection, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, (int *)0);
}
