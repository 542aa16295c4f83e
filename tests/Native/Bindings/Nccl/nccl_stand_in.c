/*
 * NCCL for ranks that are threads of one process, on the processor's memory. As the real one, it waits for nobody inside a
 * call; a stream is a counter of what is not done yet. FAULT, when defined, names one thing that goes wrong.
 */

#include <limits.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef struct { char bytes[128]; } id_t_; /* ncclUniqueId */
typedef struct { size_t size; unsigned magic; unsigned version; int blocking; } config_t; /* ncclConfig_t of 2.14 */

enum { SUCCESS = 0, CUDA_ERROR = 1, SYSTEM_ERROR = 2, INVALID_ARGUMENT = 4, INVALID_USAGE = 5, REMOTE_ERROR = 6, IN_PROGRESS = 7 };
enum { NONE, OLD, NO_NETWORK, DUPLICATE_DEVICE, NEVER_READY, REMOTE, NEVER_DONE, NO_SUM };
enum { RANKS = 16, FLOAT32 = 7, SUM = 0 };
#ifndef FAULT
#define FAULT NONE
#endif
#ifndef VERSION
#define VERSION 22703
#endif

typedef struct group {
    char id[128];
    int size, joined, left, begun; /* begun: ranks that have come to the sum under way */
    struct { float *data; size_t count; int *stream; } sums[RANKS];
    struct group *next;
} group_t;

typedef struct { group_t *group; int rank, ended; } comm_t;

static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static group_t *groups;
static int ids, alive; /* alive: communicators that nobody has destroyed */

int stand_in_alive(void) { return alive; }

int ncclGetVersion(int *version) { *version = FAULT == OLD ? 21304 : VERSION; return SUCCESS; }

const char *ncclGetErrorString(int result)
{
    return result == SYSTEM_ERROR ? "unhandled system error" : result == INVALID_USAGE ? "invalid usage"
         : result == REMOTE_ERROR ? "remote process exited or there was a network error" : "some error";
}

const char *ncclGetLastError(void *comm)
{
    (void)comm;
    return FAULT == DUPLICATE_DEVICE ? "\nDuplicate GPU detected : rank 0 and rank 1 both on CUDA device 50" : "";
}

int ncclGetUniqueId(id_t_ *id)
{
    if (FAULT == NO_NETWORK)
        return SYSTEM_ERROR;
    pthread_mutex_lock(&gate);
    memset(id, ++ids, sizeof *id);
    pthread_mutex_unlock(&gate);
    return SUCCESS;
}

static group_t *find(const id_t_ *id, int size)
{
    for (group_t *group = groups; group != NULL; group = group->next)
        if (memcmp(group->id, id, sizeof *id) == 0)
            return group;
    group_t *group = calloc(1, sizeof *group);
    memcpy(group->id, id, sizeof *id);
    group->size = size;
    group->next = groups;
    return groups = group;
}

int ncclCommInitRankConfig(comm_t **comm, int size, id_t_ id, int rank, config_t *config)
{
    /* What NCCL would take for another version's, or would wait for. */
    if (config->size != sizeof(config_t) || config->magic != 0xcafebeef || config->version != 21400 || config->blocking != 0)
        return INVALID_ARGUMENT;
    if (rank < 0 || rank >= size || size > RANKS || id.bytes[0] == 0 || id.bytes[127] != id.bytes[0])
        return INVALID_ARGUMENT;
    if (FAULT == DUPLICATE_DEVICE)
        return INVALID_USAGE;
    pthread_mutex_lock(&gate);
    *comm = calloc(1, sizeof **comm);
    (*comm)->group = find(&id, size);
    (*comm)->rank = rank;
    (*comm)->group->joined++;
    alive++;
    pthread_mutex_unlock(&gate);
    return IN_PROGRESS;
}

int ncclCommGetAsyncError(comm_t *comm, int *state)
{
    pthread_mutex_lock(&gate);
    group_t *group = comm->group;
    *state = group->joined < group->size || FAULT == NEVER_READY ? IN_PROGRESS
           : comm->ended ? (group->left < group->size ? IN_PROGRESS : SUCCESS)
           : FAULT == REMOTE ? REMOTE_ERROR : SUCCESS;
    pthread_mutex_unlock(&gate);
    return SUCCESS;
}

int ncclAllReduce(const void *source, void *target, size_t count, int type, int operation, comm_t *comm, int *stream)
{
    if (source != target || type != FLOAT32 || operation != SUM || comm->ended)
        return INVALID_ARGUMENT;
    pthread_mutex_lock(&gate);
    group_t *group = comm->group;
    group->sums[comm->rank].data = target;
    group->sums[comm->rank].count = count;
    group->sums[comm->rank].stream = stream;
    __atomic_add_fetch(stream, 1, __ATOMIC_SEQ_CST);
    if (++group->begun == group->size && FAULT != NEVER_DONE) {
        group->begun = 0;
        for (size_t k = 0; k < count; k++) {
            float sum = group->sums[0].data[k];
            for (int rank = 1; rank < group->size && FAULT != NO_SUM; rank++)
                sum += group->sums[rank].data[k];
            for (int rank = 0; rank < group->size; rank++)
                group->sums[rank].data[k] = sum;
        }
        for (int rank = 0; rank < group->size; rank++)
            __atomic_sub_fetch(group->sums[rank].stream, 1, __ATOMIC_SEQ_CST);
    }
    pthread_mutex_unlock(&gate);
    return IN_PROGRESS;
}

int ncclCommFinalize(comm_t *comm)
{
    pthread_mutex_lock(&gate);
    comm->ended = 1;
    comm->group->left++;
    pthread_mutex_unlock(&gate);
    return IN_PROGRESS;
}

static int release(comm_t *comm)
{
    pthread_mutex_lock(&gate);
    alive--;
    pthread_mutex_unlock(&gate);
    free(comm);
    return SUCCESS;
}

int ncclCommDestroy(comm_t *comm) { return comm->ended ? release(comm) : INVALID_USAGE; }
int ncclCommAbort(comm_t *comm) { return release(comm); }
