#include "CCurl.h"

// The older of two options is set where both do the same, so that one program runs beside an older library too.
#define CURL_DISABLE_DEPRECATION
#include <curl/curl.h>
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

// The functions of libcurl that are used, under their own types; curl.h makes macros of some of their names.
#undef curl_easy_setopt
static struct {
  CURLcode (*global_init)(long);
  CURL *(*easy_init)(void);
  void (*easy_reset)(CURL *);
  void (*easy_cleanup)(CURL *);
  CURLcode (*easy_perform)(CURL *);
  CURLcode (*easy_setopt)(CURL *, CURLoption, ...);
  const char *(*easy_strerror)(CURLcode);
  struct curl_slist *(*slist_append)(struct curl_slist *, const char *);
  void (*slist_free_all)(struct curl_slist *);
} api;

static char load_message[256];

static int find(void *library, const char *name, void **function) {
  *function = dlsym(library, name);
  if (!*function) snprintf(load_message, sizeof load_message, "it has no %s", name);
  return *function != NULL;
}

const char *ccurl_load(void) {
#ifdef __APPLE__
  static const char *const names[] = {"libcurl.4.dylib", "/usr/lib/libcurl.4.dylib"};
#else
  static const char *const names[] = {"libcurl.so.4", "libcurl-gnutls.so.4"};
#endif
  void *library = NULL;
  for (size_t i = 0; !library && i < sizeof names / sizeof *names; i++) {
    library = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
    if (!library && i == 0) snprintf(load_message, sizeof load_message, "%s", dlerror());
  }
  if (!library) return load_message;
  if (!find(library, "curl_global_init", (void **)&api.global_init) ||
      !find(library, "curl_easy_init", (void **)&api.easy_init) ||
      !find(library, "curl_easy_reset", (void **)&api.easy_reset) ||
      !find(library, "curl_easy_cleanup", (void **)&api.easy_cleanup) ||
      !find(library, "curl_easy_perform", (void **)&api.easy_perform) ||
      !find(library, "curl_easy_setopt", (void **)&api.easy_setopt) ||
      !find(library, "curl_easy_strerror", (void **)&api.easy_strerror) ||
      !find(library, "curl_slist_append", (void **)&api.slist_append) ||
      !find(library, "curl_slist_free_all", (void **)&api.slist_free_all))
    return load_message;
  // A thread may be waiting for a server when the program ends, and OpenSSL must not be taken down under it:
  // OPENSSL_INIT_NO_ATEXIT, where libcurl is built with OpenSSL.
  int (*init_crypto)(uint64_t, const void *);
  *(void **)&init_crypto = dlsym(library, "OPENSSL_init_crypto");
  if (init_crypto) init_crypto(0x00080000, NULL);
  CURLcode code = api.global_init(CURL_GLOBAL_DEFAULT);
  return code == CURLE_OK ? NULL : api.easy_strerror(code);
}

void *ccurl_open(void) { return api.easy_init(); }

void ccurl_close(void *handle) { api.easy_cleanup(handle); }

static size_t on_head(char *line, size_t unit, size_t count, void *context) {
  const struct ccurl_request *request = context;
  return request->head(request->context, line, unit * count) ? 0 : unit * count;
}

static size_t on_body(char *bytes, size_t unit, size_t count, void *context) {
  const struct ccurl_request *request = context;
  return request->body(request->context, bytes, unit * count) ? 0 : unit * count;
}

static int on_tick(void *context, curl_off_t all, curl_off_t now, curl_off_t all_up, curl_off_t now_up) {
  const struct ccurl_request *request = context;
  return request->tick(request->context);
}

static enum ccurl_outcome outcome(CURLcode code) {
  switch (code) {
  case CURLE_OK: return ccurl_done;
  case CURLE_WRITE_ERROR:
  case CURLE_ABORTED_BY_CALLBACK: return ccurl_stopped;
  case CURLE_COULDNT_RESOLVE_PROXY:
  case CURLE_COULDNT_RESOLVE_HOST:
  case CURLE_COULDNT_CONNECT: return ccurl_unreachable;
  case CURLE_PEER_FAILED_VERIFICATION:
  case CURLE_SSL_CACERT_BADFILE:
  case CURLE_SSL_ISSUER_ERROR: return ccurl_certificate;
  case CURLE_OPERATION_TIMEDOUT: return ccurl_timeout;
  case CURLE_UNSUPPORTED_PROTOCOL:
  case CURLE_URL_MALFORMAT:
  case CURLE_UNKNOWN_OPTION:
  case CURLE_NOT_BUILT_IN: return ccurl_refused;
  default: return ccurl_broken;
  }
}

enum ccurl_outcome ccurl_get(void *handle, const struct ccurl_request *request, char *message) {
  char error[CURL_ERROR_SIZE] = "";
  struct curl_slist *headers = NULL;
  CURLcode code = CURLE_OK;
  message[0] = 0;
  api.easy_reset(handle);
  for (size_t i = 0; i < request->header_count; i++) {
    struct curl_slist *longer = api.slist_append(headers, request->headers[i]);
    if (!longer) code = CURLE_OUT_OF_MEMORY;
    else headers = longer;
  }
#define SET(option, value) if (code == CURLE_OK) code = api.easy_setopt(handle, option, value)
  SET(CURLOPT_ERRORBUFFER, error);
  SET(CURLOPT_URL, request->url);
  SET(CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
  SET(CURLOPT_REDIR_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
  // Redirects are followed by the caller, who knows which host may see a token.
  SET(CURLOPT_FOLLOWLOCATION, 0L);
  SET(CURLOPT_PATH_AS_IS, 1L);
  SET(CURLOPT_NOSIGNAL, 1L);
  SET(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  SET(CURLOPT_CONNECTTIMEOUT, request->connect_seconds);
  SET(CURLOPT_TCP_KEEPALIVE, 1L);
  SET(CURLOPT_BUFFERSIZE, 256L << 10);
  SET(CURLOPT_USERAGENT, request->agent);
  SET(CURLOPT_HTTPHEADER, headers);
  SET(CURLOPT_HEADERFUNCTION, on_head);
  SET(CURLOPT_HEADERDATA, (void *)request);
  SET(CURLOPT_WRITEFUNCTION, on_body);
  SET(CURLOPT_WRITEDATA, (void *)request);
  SET(CURLOPT_XFERINFOFUNCTION, on_tick);
  SET(CURLOPT_XFERINFODATA, (void *)request);
  SET(CURLOPT_NOPROGRESS, 0L);
  if (request->authorities) SET(CURLOPT_CAINFO, request->authorities);
  if (request->authority_folder) SET(CURLOPT_CAPATH, request->authority_folder);
#undef SET
  if (code == CURLE_OK) code = api.easy_perform(handle);
  if (code != CURLE_OK) snprintf(message, ccurl_message_bytes, "%s", error[0] ? error : api.easy_strerror(code));
  // Nothing of this request stays with the handle but its connections.
  api.easy_reset(handle);
  api.slist_free_all(headers);
  return outcome(code);
}
