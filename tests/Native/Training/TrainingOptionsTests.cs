using TorchBasics.Core.Errors;
using TorchBasics.Core.Recipes;
using TorchBasics.Training;

namespace TorchBasics.Tests.Native.Training;

public class TrainingOptionsTests
{
    private static readonly TrainingOptions Good = new()
    {
        Recipe = new TrainingRecipe { Data = "xor", Epochs = 1, BatchSize = 2, LearningRate = 0.1 },
        Seed = 1,
    };

    public static TheoryData<string, TrainingOptions> Bad => new()
    {
        { "The number of epochs is 0; expected at least 1.", Good with { Recipe = Good.Recipe with { Epochs = 0 } } },
        {
            "The batch size is 11; expected from 1 to 10, the number of training samples.",
            Good with { Recipe = Good.Recipe with { BatchSize = 11 } }
        },
        {
            "The batch size is 9; expected from 1 to 8, the number of training samples.",
            Good with { HoldOut = 2, Recipe = Good.Recipe with { BatchSize = 9 } }
        },
        {
            "The learning rate is NaN; expected a positive number.",
            Good with { Recipe = Good.Recipe with { LearningRate = double.NaN } }
        },
        {
            "The learning rate is -0.1; expected a positive number.",
            Good with { Recipe = Good.Recipe with { LearningRate = -0.1 } }
        },
        {
            "The momentum is 1; expected from 0 up to but not including 1.",
            Good with { Recipe = Good.Recipe with { Momentum = 1 } }
        },
        {
            "The beta2 is 1; expected from 0 up to but not including 1.",
            Good with { Recipe = Good.Recipe with { Beta2 = 1 } }
        },
        { "The epsilon is 0; expected a positive number.", Good with { Recipe = Good.Recipe with { Epsilon = 0 } } },
        {
            "The factor on the rate of biases is -2; expected 0 or a positive number.",
            Good with { Recipe = Good.Recipe with { BiasRate = -2 } }
        },
        {
            "The weight decay is -1; expected 0 or a positive number.",
            Good with { Recipe = Good.Recipe with { WeightDecay = -1 } }
        },
        {
            "The label smoothing is 1; expected from 0 up to but not including 1.",
            Good with { Recipe = Good.Recipe with { LabelSmoothing = 1 } }
        },
        { "The clip norm is 0; expected a positive number.", Good with { ClipNorm = 0 } },
        { "The hold-out is 10; expected from 0 to 9, since the training set has 10 samples.", Good with { HoldOut = 10 } },
        {
            "The patience is 3; expected a hold-out as well, since stopping by the test set would flatter the result.",
            Good with { Patience = 3 }
        },
        { "The checkpoint interval is 0; expected at least 1 step.", Good with { CheckpointEvery = 0 } },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void A_number_out_of_range_is_named_with_its_range(string message, TrainingOptions options)
    {
        var error = Assert.Throws<TorchBasicsException>(() => options.Check(samples: 10));

        Assert.Equal(message, error.Message);
        Assert.Equal(ErrorKind.Usage, error.Kind);
    }

    [Fact]
    public void Sensible_options_pass() => Assert.Same(Good, Good.Check(samples: 10));
}
