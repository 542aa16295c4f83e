// Checks a TorchSharp module of one's own against the reference. "--broken" plants a mistake, so that one can see it found.
#:property UsesLibtorch=true
#:project ../src/Verification/Verification.csproj

using TorchBasics.Bindings.Runtime;
using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Verification.Modules;
using static TorchSharp.torch;

NativeRuntime.Load();
using var module = new MyLeNet(broken: args.Contains("--broken"));

var architecture = new Architecture("my-lenet", [1, 28, 28],
    new Conv2d("conv1", 1, 6, kernel: 5, stride: 1, padding: 2), new Relu(), new MaxPool2d(kernel: 2, stride: 2),
    new Conv2d("conv2", 6, 16, kernel: 5, stride: 1, padding: 0), new Relu(), new MaxPool2d(kernel: 2, stride: 2),
    new Flatten(), new Linear("fc1", 400, 10));

var verdict = ModuleCheck.Run(module, architecture);
Console.WriteLine(verdict);
return verdict.Passed ? 0 : 1;

// A module as anybody may have written it; nothing in it knows of TorchBasics.
internal sealed class MyLeNet : nn.Module<Tensor, Tensor>
{
    private readonly nn.Module<Tensor, Tensor> conv1 = nn.Conv2d(1, 6, 5, padding: 2);
    private readonly nn.Module<Tensor, Tensor> conv2 = nn.Conv2d(6, 16, 5);
    private readonly nn.Module<Tensor, Tensor> fc1 = nn.Linear(400, 10);
    private readonly bool _broken; // takes the mean of each window where the description says the maximum

    public MyLeNet(bool broken)
        : base(nameof(MyLeNet))
    {
        _broken = broken;
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = Pool(nn.functional.relu(conv1.call(input)));
        x = nn.functional.max_pool2d(nn.functional.relu(conv2.call(x)), 2, 2);
        return fc1.call(x.flatten(1)).MoveToOuterDisposeScope();
    }

    private Tensor Pool(Tensor x) => _broken ? nn.functional.avg_pool2d(x, 2, 2) : nn.functional.max_pool2d(x, 2, 2);
}
