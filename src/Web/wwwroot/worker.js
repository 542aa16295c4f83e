// The engine in a thread of its own: the page stays free while it computes.
//
//   const engine = new Worker('../engine/worker.js', { type: 'module' });
//
// Every message is an object. What the page sends has an id of its own choosing, which comes back in each answer:
//
//   { id, kind: 'run', lesson, language, parameters }             parameters: JSON, an object of strings
//   { id, kind: 'download', lesson, language, parameters, file }
//   { id, kind: 'provide', name, bytes }                          bytes: Uint8Array
//   { id, kind: 'fingerprint' }                                   hash of the engine's arithmetic
//
// What comes back:
//
//   { kind: 'ready', milliseconds }        once, when the engine can compute; requests may be sent before
//   { kind: 'failed', message }            once instead, when it could not be started
//   { id, kind: 'progress', share }        share of the work that is done, 0 to 1, any number of times
//   { id, kind: 'result', result }         result of 'run' (JSON) and 'fingerprint' (text)
//   { id, kind: 'file', bytes }            result of 'download' (Uint8Array)
//   { id, kind: 'provided' }
//   { id, kind: 'overtaken' }              a newer 'run' came before this one began
//   { id, kind: 'error', message }         a bug, or a file that cannot be had; wrong parameters are in the result instead
//
// Requests are answered in order, except that of several waiting runs only the newest is computed. A computation cannot be
// interrupted from outside: to cancel it, terminate() the worker and start another.

import { dotnet } from './_framework/dotnet.js';

const waiting = [];
let current = null;
let engine = null;
let planned = false;

self.addEventListener('message', ({ data }) => {
    if (data.kind === 'run') overtake();
    waiting.push(data);
    plan();
});

function overtake() {
    for (let i = waiting.length - 1; i >= 0; i--) {
        if (waiting[i].kind === 'run') answer(waiting.splice(i, 1)[0], { kind: 'overtaken' });
    }
}

// After the messages that are waiting already, so that a run is known to be overtaken before it begins.
function plan() {
    if (planned || engine === null || waiting.length === 0) return;
    planned = true;
    setTimeout(next, 0);
}

function next() {
    planned = false;
    current = waiting.shift();
    try {
        compute(current);
    } catch (error) {
        answer(current, { kind: 'error', message: messageOf(error) });
    }
    current = null;
    plan();
}

function compute(request) {
    const { kind, lesson, language, parameters } = request;
    switch (kind) {
        case 'run':
            answer(request, { kind: 'result', result: engine.Run(lesson, language, parameters) });
            break;
        case 'download': {
            const bytes = engine.Download(lesson, language, parameters, request.file);
            self.postMessage({ id: request.id, kind: 'file', bytes }, [bytes.buffer]);
            break;
        }
        case 'provide':
            engine.Provide(request.name, request.bytes);
            answer(request, { kind: 'provided' });
            break;
        case 'fingerprint':
            answer(request, { kind: 'result', result: engine.Fingerprint() });
            break;
        default:
            throw new Error(`unknown kind of request: ${kind}`);
    }
}

function answer(request, message) {
    self.postMessage({ id: request.id, ...message });
}

function messageOf(error) {
    return error instanceof Error ? error.message : String(error);
}

function report(share) {
    if (current !== null) answer(current, { kind: 'progress', share });
}

async function start() {
    const runtime = await dotnet.create();
    runtime.setModuleImports('worker', { report });
    const exports = await runtime.getAssemblyExports(runtime.getConfig().mainAssemblyName);
    return exports.TorchBasics.Web.Interop;
}

try {
    engine = await start();
    self.postMessage({ kind: 'ready', milliseconds: performance.now() });
    plan();
} catch (error) {
    self.postMessage({ kind: 'failed', message: messageOf(error) });
}
