// TensorFlow.js in Node as a rival of the benchmarks: pure JavaScript, one thread; trains what a folder describes, on request.
//
// usage: node rival.js FOLDER | --version
//
// Folder and commands are those of pytorch/rival.py. Pictures lie in its own order, [N, H, W, C]; weights are turned once
// when they come and once when they go.

"use strict";

const fs = require("fs");
const path = require("path");
const readline = require("readline");
const { performance } = require("perf_hooks");

console.warn = () => {}; // its advice to install the native package; standard error is for failures
const tf = require("@tensorflow/tfjs");

function layersOf(architecture, values) {
    let position = 0;
    const take = (shape) => {
        const size = shape.reduce((a, b) => a * b, 1);
        position += size;
        return tf.tensor(values.subarray(position - size, position), shape);
    };
    let channels = architecture.input[0]; // of the last picture before Flatten; 0 where inputs are none
    let pixels = 0;
    const layers = architecture.layers.map((layer) => {
        switch (layer.kind) {
            case "Conv2d": {
                const shape = [layer.outputChannels, layer.inputChannels, ...layer.kernel];
                const weight = tf.variable(take(shape).transpose([2, 3, 1, 0]));
                const bias = tf.variable(take([layer.outputChannels]));
                const padding = layer.padding[0] === 0 ? "valid" : layer.padding[0];
                channels = layer.outputChannels;
                return {
                    forward: (x) => tf.conv2d(x, weight, layer.stride, padding).add(bias),
                    variables: [weight, bias],
                    values: () => [weight.transpose([3, 2, 0, 1]), bias],
                };
            }
            case "Linear": {
                const { inputs, outputs } = layer;
                // After Flatten the features come pixel by pixel here, channel by channel there.
                const split = pixels > 0 ? [outputs, channels, inputs / channels] : [outputs, 1, inputs];
                pixels = 0;
                const weight = tf.variable(take(split).transpose([2, 1, 0]).reshape([inputs, outputs]));
                const bias = tf.variable(take([outputs]));
                return {
                    forward: (x) => x.matMul(weight).add(bias),
                    variables: [weight, bias],
                    values: () => [weight.reshape([split[2], split[1], outputs]).transpose([2, 1, 0]), bias],
                };
            }
            case "MaxPool2d":
                return { forward: (x) => tf.maxPool(x, layer.kernel, layer.stride, "valid") };
            case "Flatten":
                pixels = 1;
                return { forward: (x) => x.reshape([x.shape[0], -1]) };
            case "ReLU":
                return { forward: (x) => x.relu() };
            case "Tanh":
                return { forward: (x) => x.tanh() };
            default:
                throw new Error(`this script does not know the layer ${layer.kind}`);
        }
    });
    return layers;
}

class Training {
    constructor(folder) {
        const read = (name, type) => {
            const bytes = fs.readFileSync(path.join(folder, name));
            return new type(bytes.buffer, bytes.byteOffset, bytes.byteLength / type.BYTES_PER_ELEMENT);
        };
        const task = JSON.parse(fs.readFileSync(path.join(folder, "task.json"), "utf8"));
        const { recipe, architecture, count } = task;
        if (recipe.optimizer !== "Nesterov") throw new Error(`this script does not know the optimizer ${recipe.optimizer}`);
        if (architecture.input[0] !== 1) throw new Error("this script does not turn pictures of several channels");
        this.batch = recipe.batchSize;
        this.smoothing = recipe.labelSmoothing;
        this.position = 0;
        this.order = Int32Array.from(read("order", BigInt64Array), Number);
        const [channels, height, width] = architecture.input;
        this.inputs = tf.tensor4d(read("inputs", Float32Array), [count, height, width, channels]); // one channel: nothing to turn
        this.labels = tf.oneHot(tf.tensor1d(Int32Array.from(read("labels", BigInt64Array), Number), "int32"), 10).toFloat();
        this.layers = layersOf(architecture, read("weights", Float32Array));
        this.optimizer = tf.train.momentum(recipe.learningRate, recipe.momentum, true);
    }

    run(steps) {
        const start = performance.now();
        for (let step = 0; step < steps; step++) {
            const order = this.order.subarray(this.position, this.position + this.batch);
            this.position = (this.position + this.batch) % this.order.length;
            tf.tidy(() => {
                const indices = tf.tensor1d(order, "int32");
                const inputs = this.inputs.gather(indices);
                const labels = this.labels.gather(indices);
                const loss = this.optimizer.minimize(() => {
                    const outputs = this.layers.reduce((x, layer) => layer.forward(x), inputs);
                    return tf.losses.softmaxCrossEntropy(labels, outputs, undefined, this.smoothing);
                }, true);
                loss.dataSync();
            });
        }
        return (performance.now() - start) / 1000;
    }

    writeWeights(file) {
        const arrays = this.layers.filter((layer) => layer.values).flatMap((layer) => layer.values());
        fs.writeFileSync(file, Buffer.concat(arrays.map((array) => Buffer.from(Float32Array.from(array.dataSync()).buffer))));
        return "done";
    }
}

function peakMemory() {
    return Number(/VmHWM:\s*(\d+)/.exec(fs.readFileSync("/proc/self/status", "utf8"))[1]) * 1024;
}

async function main() {
    if (process.argv[2] === "--version") {
        console.log(tf.version.tfjs);
        return;
    }
    await tf.setBackend("cpu");
    const training = new Training(process.argv[2]);
    console.log("ready", tf.version.tfjs);
    for await (const line of readline.createInterface({ input: process.stdin })) {
        const [command, argument] = line.split(" ");
        if (command === "run") console.log(training.run(Number(argument)));
        else if (command === "weights") console.log(training.writeWeights(argument));
        else if (command === "memory") console.log(peakMemory());
        else throw new Error(`unknown command ${command}`);
    }
}

main();
