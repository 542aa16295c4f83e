using TorchBasics.Core.Layers;

namespace TorchBasics.Tests.Managed.Core.Layers;

public class LayerKindTests
{
    [Fact]
    public void Every_activation_is_in_the_table_and_survives_its_numbers()
    {
        var records = typeof(Activation).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Activation))).ToHashSet();

        var made = ActivationKind.All.Select(kind => kind.Create([.. kind.Constants.Select(constant => constant.High)])).ToList();

        Assert.Equal(records, made.Select(activation => activation.GetType()).ToHashSet());
        Assert.All(made, activation => Assert.Equal(activation, ActivationKind.Of(activation).Create(activation.Constants)));
    }

    [Fact]
    public void Every_layer_has_a_name_in_the_table_of_kinds()
    {
        var records = typeof(Layer).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Layer)) && !type.IsAbstract);

        Assert.Equal(records.Count(), LayerKinds.ByName(new Names()).Count);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_slope_or_an_alpha_below_zero_or_without_end_is_refused(double value)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new LeakyRelu(value));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Elu(value));
    }

    [Fact]
    public void Ends_in_the_wrong_order_are_refused() =>
        Assert.StartsWith(
            "maximum is -1; expected more than the minimum, 2.",
            Assert.Throws<ArgumentOutOfRangeException>(() => new Hardtanh(2, -1)).Message,
            StringComparison.Ordinal);

    private sealed class Names : ILayerKinds<string>
    {
        public string AvgPool2d => "";

        public string BatchNorm1d => "";

        public string BatchNorm2d => "";

        public string ConstantPad2d => "";

        public string Conv2d => "";

        public string Dropout => "";

        public string Ensemble => "";

        public string Flatten => "";

        public string GlobalAvgPool2d => "";

        public string Lift => "";

        public string Linear => "";

        public string LogSoftmax => "";

        public string MaxPool2d => "";

        public string PartialConv2d => "";

        public string RbfOutput => "";

        public string Residual => "";

        public string Softmax => "";

        public string Subsampling => "";

        public string Activation(ActivationKind kind) => kind.Name;
    }
}
