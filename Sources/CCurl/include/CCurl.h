// A door to libcurl, which is loaded when it is first needed: a program that reads no URL starts and runs without it.
#ifndef CCURL_H
#define CCURL_H

#include <stddef.h>
#include <stdint.h>

// What became of a request.
enum ccurl_outcome {
  ccurl_done,         // the answer has come to its end
  ccurl_stopped,      // a callback ended it
  ccurl_unreachable,  // no connection could be made
  ccurl_certificate,  // the server's certificate is not trusted
  ccurl_timeout,      // connecting took too long
  ccurl_refused,      // libcurl does not do this: the scheme, the URL, or an option that it is too old for
  ccurl_broken,       // the connection broke
};

// One GET. All texts end with NUL; those that may be NULL say so.
struct ccurl_request {
  const char *url;
  const char *const *headers;   // header lines
  size_t header_count;
  const char *authorities;      // a file of certificate authorities; NULL: libcurl's own
  const char *authority_folder; // a folder of them; NULL: libcurl's own
  const char *agent;            // what the program calls itself
  long connect_seconds;         // the time limit for connecting
  void *context;                // handed to the callbacks
  int (*head)(void *context, const char *line, size_t size);  // a line of the head; not 0 ends the request
  int (*body)(void *context, const char *bytes, size_t size); // bytes of the body; not 0 ends the request
  int (*tick)(void *context);   // called at least once a second; not 0 ends the request
};

// The bytes that a message of ccurl_get may have, its NUL among them.
enum { ccurl_message_bytes = 256 };

// Loads libcurl. NULL where it is there, else the loader's words. To be called by one thread, before all else.
const char *ccurl_load(void);

// A handle, which keeps its connections from one request to the next; NULL where there is no memory.
void *ccurl_open(void);
void ccurl_close(void *handle);

// Makes a request and waits for its end; the message says what went wrong, else it is empty.
enum ccurl_outcome ccurl_get(void *handle, const struct ccurl_request *request, char *message);

#endif
