/*
 * MPI for one process with the binary interface of MPI 5.0: every constant that it is handed must be the standard's. The
 * variable TORCHBASICS_TEST_FAULT names one thing that goes wrong.
 */

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct { int source, tag, error, reserved[5]; } status_t;
typedef struct { void *data; int count, tag, state; status_t status; } request_t; /* state: 0 free, 1 posted, 2 done */

enum { WORLD = 0x101, DUPLICATE = 0x1234567, BYTE = 0x247, ERRORS_RETURN = 0x143, NULL_REQUEST = 0x180, SERIALIZED = 2048 };
enum { ERR_COMM = 5, ERR_TYPE = 3, ERR_RANK = 6, ERR_ARG = 12, ERR_TRUNCATE = 14 };

static request_t requests[64], sends[64];
static int started;

int MPI_Abi_get_version(int *major, int *minor) { *major = 1; *minor = 0; return 0; }

static int fault(const char *name)
{
    const char *named = getenv("TORCHBASICS_TEST_FAULT");
    return named != NULL && strcmp(named, name) == 0;
}

static int hang(void)
{
    for (;;)
        pause();
    return 0;
}

static int text(char *to, int *length, const char *what) { strcpy(to, what); *length = (int)strlen(what); return 0; }

int MPI_Get_library_version(char *to, int *length) { return text(to, length, "One process 1.0\nsecond line"); }
int MPI_Get_processor_name(char *to, int *length) { return started ? text(to, length, "here") : ERR_ARG; }

int MPI_Error_string(int code, char *to, int *length)
{
    char line[64];
    snprintf(line, sizeof line, "class %d of the standard", code);
    return text(to, length, line);
}

int MPI_Init_thread(int *argc, char ***argv, int required, int *provided)
{
    *provided = fault("threads") ? 0 : required;
    if (fault("init"))
        return ERR_ARG;
    started = 1;
    return argc == NULL && argv == NULL && required == SERIALIZED ? 0 : ERR_ARG;
}

int MPI_Finalize(void) { return fault("finalize") ? hang() : started ? 0 : ERR_ARG; }

int MPI_Abort(intptr_t world, int code)
{
    if (fault("abort"))
        hang();
    _Exit(world == WORLD ? code : 99);
}

static int is_world(intptr_t world) { return world == WORLD || world == DUPLICATE; }

int MPI_Comm_set_errhandler(intptr_t world, intptr_t handler)
{
    return !is_world(world) ? ERR_COMM : handler == ERRORS_RETURN ? 0 : ERR_ARG;
}

int MPI_Comm_dup(intptr_t world, intptr_t *copy) { *copy = DUPLICATE; return world == WORLD ? 0 : ERR_COMM; }
int MPI_Comm_rank(intptr_t world, int *rank) { *rank = 0; return is_world(world) ? 0 : ERR_COMM; }
int MPI_Comm_size(intptr_t world, int *size) { *size = fault("size") ? 2 : 1; return is_world(world) ? 0 : ERR_COMM; }

static int deliver(void)
{
    for (int s = 0; s < 64; s++)
        for (int r = 0; r < 64 && sends[s].state == 1; r++) {
            request_t *to = &requests[r];
            if (to->state != 1 || to->tag != sends[s].tag)
                continue;
            int fits = sends[s].count <= to->count;
            memcpy(to->data, sends[s].data, fits ? sends[s].count : to->count);
            to->status = (status_t){0, to->tag, fits ? 0 : ERR_TRUNCATE, {sends[s].count}};
            to->state = sends[s].state = 2;
        }
    return 0;
}

static int begin(request_t *of, void *data, int count, intptr_t type, int peer, int tag, intptr_t world, intptr_t *request)
{
    if (world != DUPLICATE || type != BYTE || peer != 0)
        return world != DUPLICATE ? ERR_COMM : type != BYTE ? ERR_TYPE : ERR_RANK;
    for (int i = 0; i < 64; i++)
        if (of[i].state == 0) {
            of[i] = (request_t){data, count, tag, 1, {0}};
            *request = (intptr_t)&of[i];
            return deliver();
        }
    return ERR_ARG;
}

int MPI_Isend(void *data, int count, intptr_t type, int peer, int tag, intptr_t world, intptr_t *request)
{
    return begin(sends, data, count, type, peer, tag, world, request);
}

int MPI_Irecv(void *data, int count, intptr_t type, int peer, int tag, intptr_t world, intptr_t *request)
{
    return begin(requests, data, count, type, peer, tag, world, request);
}

int MPI_Test(intptr_t *request, int *done, status_t *status)
{
    *done = 1;
    if (*request == NULL_REQUEST)
        return 0;
    request_t *of = (request_t *)*request;
    *done = of->state == 2;
    if (!*done)
        return 0;
    *status = of->status;
    of->state = 0;
    *request = NULL_REQUEST;
    return status->error;
}

int MPI_Get_count(status_t *status, intptr_t type, int *count)
{
    *count = status->reserved[0];
    return type == BYTE ? 0 : ERR_TYPE;
}
