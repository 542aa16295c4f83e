// The engine in a thread of its own: the page stays free while it computes.
//
//   const engine = new Worker('../engine/worker.js', { type: 'module' });
//
// What the page sends is an object with an id of the page's own choosing:
//
//   { id, kind: 'ready' }                                         answered when the engine has started
//   { id, kind: 'run', lesson, language, parameters }             parameters: JSON, an object of texts; result: JSON
//   { id, kind: 'download', lesson, language, parameters, file }  result: Uint8Array
//   { id, kind: 'take', lesson, language, parameters, name, bytes }  a model file for the parameter "name"; result: JSON
//   { id, kind: 'release', value }                                lets go of the file that a take gave this value
//   { id, kind: 'provide', name, bytes }                          bytes: Uint8Array
//   { id, kind: 'fingerprint' }                                   result: hashes of the engine's arithmetic
//
// Requests may be sent at once and are answered in order, each by one of
//
//   { id, result }
//   { id, error }                          a sentence: the engine did not start, or has a fault
//
// and, in between, any number of
//
//   { kind: 'report', id, share }          how much of the request is done, 0 to 1
//
// A computation cannot be interrupted from outside: to stop it, terminate() the worker and start another.

import { dotnet } from './_framework/dotnet.js';

let current = null;

const tasks = {
    ready: () => null,
    run: (engine, { lesson, language, parameters }) => engine.Run(lesson, language, parameters),
    download: (engine, { lesson, language, parameters, file }) => engine.Download(lesson, language, parameters, file),
    take: (engine, { lesson, language, parameters, name, bytes }) => engine.Take(lesson, language, parameters, name, bytes),
    release: (engine, { value }) => engine.Release(value),
    provide: (engine, { name, bytes }) => engine.Provide(name, bytes),
    fingerprint: engine => engine.Fingerprint(),
};

async function start() {
    const runtime = await dotnet.create();
    runtime.setModuleImports('worker', { report: share => self.postMessage({ kind: 'report', id: current, share }) });
    const exports = await runtime.getAssemblyExports(runtime.getConfig().mainAssemblyName);
    return exports.TorchBasics.Web.Interop;
}

const started = start();

self.addEventListener('message', async ({ data }) => {
    try {
        const engine = await started;
        current = data.id;
        self.postMessage({ id: data.id, result: tasks[data.kind](engine, data) });
    } catch (error) {
        self.postMessage({ id: data.id, error: String(error?.message ?? error) });
    }
});
