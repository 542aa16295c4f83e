using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Reference.Numbers;
using TorchBasics.Verification.Modules;
using TorchBasics.Verification.Recording;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchBasics.Tests.Native.Verification.Modules;

/// <summary>Modules that know nothing of TorchBasics, right ones and wrong ones.</summary>
[Collection(nameof(Alone))]
public sealed class ModuleCheckTests
{
    private static readonly ModuleCheckOptions Exact = new() { Precisions = [Precision.Float64] };

    private static Architecture Described { get; } = new(
        "small", [1, 8, 8],
        new Conv2d("conv1", 1, 3, kernel: 3, stride: 1, padding: 1), new Relu(), new MaxPool2d(kernel: 2, stride: 2),
        new Flatten(), new Dropout(0.5), new Linear("fc1", 48, 4));

    [Theory]
    [InlineData(Precision.Float32)]
    [InlineData(Precision.Float64)]
    public void A_right_module_passes_and_the_layers_without_a_submodule_are_named(Precision precision)
    {
        using var module = new Foreign();

        var verdict = ModuleCheck.Run(module, Described, new() { Precisions = [precision] });

        Assert.True(verdict.Passed, verdict.ToString());
        Assert.Equal(["relu2", "maxpool2d3", "flatten4"], verdict.Hidden);
        Assert.Contains("Seen from outside only: relu2, maxpool2d3, flatten4", verdict.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("average", "flatten4")] // functions, the last of which shows in what dropout5 takes
    [InlineData("sigmoid", "flatten4")]
    [InlineData("twice", "flatten4")]
    [InlineData("scaled", "flatten4")]
    [InlineData("detached", "relu2")] // no gradient comes back to conv1
    [InlineData("softmax", "network")]
    public void A_wrong_module_is_found_where_it_first_shows(string mistake, string layer)
    {
        using var module = new Foreign { Mistake = mistake };

        var verdict = ModuleCheck.Run(module, Described, Exact);

        Assert.False(verdict.Passed);
        Assert.Contains(layer, verdict.Worst.Take(2).Select(finding => finding.Deviation.Place.Layer));
        Assert.Contains($"{layer}.", verdict.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_dropout_that_does_not_hear_of_the_evaluation_is_named()
    {
        using var module = new Foreign { Mistake = "deaf" };

        var verdict = ModuleCheck.Run(module, Described, Exact);

        var failure = Assert.Single(verdict.Findings, finding => !finding.Deviation.Passed && finding.Check == "evaluation");
        Assert.Equal("dropout5", failure.Deviation.Place.Layer);
        Assert.Contains("stayed in training mode", failure.Deviation.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dropout_that_was_never_registered_is_found_by_its_results()
    {
        using var module = new Foreign { Mistake = "unregistered" };

        var verdict = ModuleCheck.Run(module, Described, Exact);

        Assert.Contains(verdict.Worst, finding => finding is { Check: "evaluation", Deviation.Place.Layer: "fc1" });
    }

    [Fact]
    public void A_forward_that_throws_is_a_finding_of_the_layer_that_threw()
    {
        using var module = new Foreign { Mistake = "shape" };

        var verdict = ModuleCheck.Run(module, Described, Exact);

        Assert.False(verdict.Passed);
        Assert.Equal("fc1", verdict.Worst.First().Deviation.Place.Layer);
        Assert.Contains("the engine failed", verdict.Worst.First().Deviation.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "fc2",
        48,
        "the module lacks fc2.weight, fc2.bias; the description lacks fc1.weight, fc1.bias. Did you mean 'fc1.weight'?")]
    [InlineData("fc1", 12, "fc1.weight has shape [4, 48] in the module; the description says [4, 12].")]
    public void Parameters_that_do_not_match_are_named(string name, int inputs, string expected)
    {
        using var module = new Foreign();
        var described = new Architecture("other", [1, 8, 8],
            new Conv2d("conv1", 1, 3, kernel: 3, stride: 1, padding: 1),
            new MaxPool2d(kernel: inputs == 48 ? 2 : 4, stride: inputs == 48 ? 2 : 4), new Flatten(),
            new Linear(name, inputs, 4));

        var error = Assert.Throws<TorchBasicsException>(() => ModuleCheck.Run(module, described));

        Assert.Equal(ErrorKind.Usage, error.Kind);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_module_that_forgot_to_register_is_told_so()
    {
        using var module = new Forgetful();

        var error = Assert.Throws<TorchBasicsException>(
            () => ModuleCheck.Run(module, new Architecture("one", [2], new Linear("fc1", 2, 2))));

        Assert.Contains("RegisterComponents()", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Running_statistics_of_a_module_are_checked_and_put_back()
    {
        using var module = Sequential(("bn1", BatchNorm2d(2, momentum: 0.3)), ("flatten", Flatten()), ("fc1", Linear(18, 4)),
            ("bn2", BatchNorm1d(4)), ("fc2", Linear(4, 3)));
        var described = new Architecture(
            "normalized",
            [2, 3, 3],
            new BatchNorm2d("bn1", 2, momentum: 0.3),
            new Flatten(),
            new Linear("fc1", 18, 4),
            new BatchNorm1d("bn2", 4),
            new Linear("fc2", 4, 3));
        using var before = module.state_dict()["bn1.num_batches_tracked"].clone();

        var right = ModuleCheck.Run(module, described);
        var wrong = ModuleCheck.Run(module, new Architecture(
            "other", described.Input, [new BatchNorm2d("bn1", 2, momentum: 0.7), .. described.Layers.Skip(1)]));

        Assert.True(right.Passed, string.Join("; ", right.Worst.Take(3)));
        Assert.Equal(Place.LayerBuffer("bn1", "running_mean"), wrong.Worst.First().Deviation.Place);
        var after = module.state_dict();
        Assert.Equal([1f, 1f], after["bn1.running_var"].data<float>());
        Assert.Equal(
            (before.dtype, before.item<long>()),
            (after["bn1.num_batches_tracked"].dtype, after["bn1.num_batches_tracked"].item<long>()));
    }

    [Fact]
    public void The_module_is_as_it_was_afterwards()
    {
        using var module = new Foreign();
        module.eval();
        using var before = module.state_dict()["conv1.weight"].clone();

        ModuleCheck.Run(module, Described);

        var after = module.state_dict()["conv1.weight"];
        Assert.True(after.equal(before).all().item<bool>());
        Assert.Equal(float32, after.dtype);
        Assert.All(module.named_modules(), child => Assert.False(child.module.training));
    }

    private sealed class Foreign : Module<Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.Conv2d conv1 = Conv2d(1, 3, 3, padding: 1);
        private readonly Module<Tensor, Tensor> dropout5 = Dropout(0.5);
        private readonly TorchSharp.Modules.Linear fc1 = Linear(48, 4);
        private readonly List<Module<Tensor, Tensor>> _unregistered = [Dropout(0.5)];

        public Foreign()
            : base("Foreign") => RegisterComponents();

        public string Mistake { get; init; } = "";

        // As TorchSharp's own train() in a version whose containers did not pass it on.
        public override void train(bool train = true)
        {
            base.train(train);
            if (Mistake == "deaf")
                dropout5.train(true);
        }

        public override Tensor forward(Tensor input)
        {
            using var scope = NewDisposeScope();
            var x = conv1.call(input);
            if (Mistake == "twice")
                x = x + x;
            x = Mistake == "sigmoid" ? x.sigmoid() : x.relu_(); // in place, as many people write it
            x = Mistake == "average" ? functional.avg_pool2d(x, 2, 2) : functional.max_pool2d(x, 2, 2);
            x = Mistake == "shape" ? x.flatten(2) : x.flatten(1);
            if (Mistake == "detached")
                x = x.detach();
            var y = fc1.call(
                Mistake == "unregistered" ? _unregistered[0].call(x) : dropout5.call(Mistake == "scaled" ? x * 1.000001 : x));
            return (Mistake == "softmax" ? y.softmax(1) : y).MoveToOuterDisposeScope();
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _unregistered[0].Dispose();
            base.Dispose(disposing);
        }
    }

    private sealed class Forgetful() : Module<Tensor, Tensor>("Forgetful")
    {
        private readonly TorchSharp.Modules.Linear _fc1 = Linear(2, 2);

        public override Tensor forward(Tensor input) => _fc1.call(input);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _fc1.Dispose();
            base.Dispose(disposing);
        }
    }
}
