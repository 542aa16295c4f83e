using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

/// <summary>A module as anybody may have written it; nothing in it knows of TorchBasics.</summary>
internal sealed class MyLeNet : Module<Tensor, Tensor>
{
    private readonly Conv2d conv1 = Conv2d(1, 6, 5, padding: 2);
    private readonly Conv2d conv2 = Conv2d(6, 16, 5);
    private readonly Linear fc1 = Linear(400, 10);
    private readonly bool _broken;

    /// <summary>Creates the module.</summary>
    /// <param name="broken">Takes the mean of each window where the description says the maximum.</param>
    public MyLeNet(bool broken)
        : base(nameof(MyLeNet))
    {
        _broken = broken;
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = Pool(functional.relu(conv1.call(input)));
        x = functional.max_pool2d(functional.relu(conv2.call(x)), 2, 2);
        return fc1.call(x.flatten(1)).MoveToOuterDisposeScope();
    }

    private Tensor Pool(Tensor x) => _broken ? functional.avg_pool2d(x, 2, 2) : functional.max_pool2d(x, 2, 2);
}
