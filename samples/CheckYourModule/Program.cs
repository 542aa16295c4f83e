// Checks a TorchSharp module of one's own against the reference. "--broken" plants a mistake, so that one can see it found.
using TorchBasics.Bindings.Runtime;
using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Verification.Modules;

NativeRuntime.Load();
using var module = new MyLeNet(broken: args.Contains("--broken"));

var architecture = new Architecture("my-lenet", [1, 28, 28],
    new Conv2d("conv1", 1, 6, kernel: 5, stride: 1, padding: 2), new Relu(), new MaxPool2d(kernel: 2, stride: 2),
    new Conv2d("conv2", 6, 16, kernel: 5, stride: 1, padding: 0), new Relu(), new MaxPool2d(kernel: 2, stride: 2),
    new Flatten(), new Linear("fc1", 400, 10));

var verdict = ModuleCheck.Run(module, architecture);
Console.WriteLine(verdict);
return verdict.Passed ? 0 : 1;
