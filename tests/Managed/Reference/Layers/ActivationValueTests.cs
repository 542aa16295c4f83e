using TorchBasics.Core.Layers;
using TorchBasics.Reference;
using TorchBasics.Tests.Managed.Reference.Support;

namespace TorchBasics.Tests.Managed.Reference.Layers;

/// <summary>
/// Values and gradients as PyTorch 1.13 gives them in double precision:
/// x = torch.tensor([-3, -0.75, -0.1, 0, 0.4, 2.5]); y = F.elu(x, 1.5); y.backward(torch.tensor([1, -2, 3, 0.5, -1.5, 2])), and
/// likewise.
/// </summary>
public class ActivationValueTests
{
    public static TheoryData<Activation, double[], double[]> Cases => new()
    {
        {
            new LeakyRelu(0.2),
            [-0.6000000000000001, -0.15000000000000002, -0.020000000000000004, 0, 0.4, 2.5],
            [0.2, -0.4, 0.6000000000000001, 0.1, -1.5, 2]
        },
        {
            new Elu(1.5),
            [-1.4253193974482041, -0.791450170888478, -0.14274387294606072, 0, 0.4, 2.5],
            [0.07468060255179591, -1.417099658223044, 4.071768381161818, 0.75, -1.5, 2]
        },
        { new Hardtanh(-0.5, 1.25), [-0.5, -0.5, -0.1, 0, 0.4, 1.25], [0, 0, 3, 0.5, -1.5, 0] },
        {
            new Silu(),
            [-0.14227761953270035, -0.24061597561845527, -0.047502081252106004, 0, 0.2394750640449808, 2.3103545499468914],
            [-0.08810410601516962, -0.314800111006493, 1.3502496255053125, 0.25, -1.0421879376135954, 2.1988022226830535]
        },
        {
            new Gelu(),
            [-0.00404969409489031, -0.16997051428265111, -0.0460172162722971, 0, 0.2621686966441297, 2.4844758366855597],
            [-0.01194564720418392, -0.0015485565215296315, 1.2614307239258093, 0.25, -1.2040946965974804, 2.07522217181629]
        },
        {
            new GeluTanh(),
            [-0.0036373920817729943, -0.17003944483437966, -0.04601724895456484, 0, 0.2621611694273562, 2.484915733910001],
            [-0.011584166630969648, -0.002123487725171236, 1.2614346321847298, 0.25, -1.2039882516308422, 2.075903152425332]
        },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Values_and_gradients_are_those_of_PyTorch(Activation activation, double[] values, double[] gradients)
    {
        var x = Arrays.Of([6], -3, -0.75, -0.1, 0, 0.4, 2.5);

        var y = ReferenceLayer.Forward(activation, [], x);
        var back = ReferenceLayer.Backward(activation, [], x, y, Arrays.Of([6], 1, -2, 3, 0.5, -1.5, 2));

        Arrays.AssertClose([6], values, y);
        Arrays.AssertClose([6], gradients, back.Input);
    }

    [Fact]
    public void A_leak_steeper_than_one_bends_the_other_way()
    {
        var y = ReferenceLayer.Forward(new LeakyRelu(3), [], Arrays.Of([3], -2, 0, 2));

        Assert.Equal([-6, 0, 2], y.ToDoubles());
    }
}
