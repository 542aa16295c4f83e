using System.CommandLine;
using CsCheck;
using TorchBasics.Cli;
using TorchBasics.Cli.Commands;
using TorchBasics.Cli.Parsing;
using TorchBasics.Cli.Rendering;
using TorchBasics.Core.Catalog;
using TorchBasics.Core.Recipes;
using TorchBasics.Training.Records;

namespace TorchBasics.Tests.Native.Cli;

/// <summary>From words to a request, without a process.</summary>
public class ParsingTests
{
    [Fact]
    public void Without_options_the_recipe_of_the_model_is_the_request()
    {
        var request = Parse("");

        Assert.Equal(LeNet5.Recipe, request.Options.Recipe);
        Assert.Equal(LeNet5.Recipe.Data, request.Data);
        Assert.Equal(1UL, request.Options.Seed);
        Assert.Equal("auto", request.Device);
        Assert.Null(request.Threads);
        Assert.Null(request.Options.ClipNorm);
        Assert.Null(request.Options.CheckpointEvery);
        Assert.Equal(0, request.Options.HoldOut);
    }

    [Fact]
    public void Every_option_arrives_where_it_belongs()
    {
        var request = Parse(
            "--data mnist --epochs 3 --batch-size 7 --learning-rate 1e-2 --optimizer adamw --momentum 0.8 --weight-decay 0.001 "
            + "--step-size 3 --gamma 0.3 --power 0.5 --milestones 2,5 --milestone-rates 0.01,1e-3 --warm-up 0.25 "
            + "--beta2 0.98 --epsilon 1e-7 --bias-rate 2 --rate-scaling sqrt-fan-in "
            + "--schedule cosine --loss mse --label-smoothing 0.2 --clip-norm 5 --shift 1.5 --rotation 10 --scale 0.1 "
            + "--deskew --squeeze 0.2 --shear 0.3 --elastic 2 --elastic-sigma 5 "
            + "--hold-out 11 --patience 4 --seed 18446744073709551615 --device cuda:1 --threads 2 --checkpoint-every 9 "
            + "--label-column kind --train-limit 100 --test-limit 50");

        Assert.Equal(
            new TrainingRecipe
            {
                Data = LeNet5.Recipe.Data,
                Epochs = 3,
                BatchSize = 7,
                LearningRate = 0.01,
                Optimizer = OptimizerKind.AdamW,
                Momentum = 0.8,
                WeightDecay = 0.001,
                Beta2 = 0.98,
                Epsilon = 1e-7,
                BiasRate = 2,
                RateScaling = RateScaling.SqrtFanIn,
                StepSize = 3,
                Gamma = 0.3,
                Power = 0.5,
                Milestones = [2, 5],
                MilestoneRates = [0.01, 0.001],
                WarmUp = 0.25,
                Schedule = ScheduleKind.Cosine,
                Loss = LossKind.MeanSquaredError,
                LabelSmoothing = 0.2,
                Deskew = true,
                Augmentation = new Augmentation
                {
                    Shift = 1.5,
                    Rotation = 10,
                    Scale = 0.1,
                    Squeeze = 0.2,
                    Shear = 0.3,
                    Elastic = 2,
                    ElasticSigma = 5,
                },
            },
            request.Options.Recipe);
        Assert.Equal(("mnist", "cuda:1", 2), (request.Data, request.Device, request.Threads));
        Assert.Equal((11, 4, ulong.MaxValue), (request.Options.HoldOut, request.Options.Patience, request.Options.Seed));
        Assert.Equal((5.0, 9), (request.Options.ClipNorm, request.Options.CheckpointEvery));
        Assert.Equal(
            ("kind", 100, 50), (request.DataOptions.LabelColumn, request.DataOptions.TrainLimit, request.DataOptions.TestLimit));
    }

    [Theory]
    [InlineData("--deskew", true)]
    [InlineData("--deskew true", true)]
    [InlineData("--deskew false", false)]
    [InlineData("", false)]
    [InlineData("--deskew --shift 1", true)]
    public void A_switch_may_stand_alone(string typed, bool expected) =>
        Assert.Equal(expected, Parse(typed).Options.Recipe.Deskew);

    [Fact]
    public void Options_that_may_be_said_again_change_a_stored_request_and_the_others_stay()
    {
        var options = new TrainOptions();
        var stored = Parse("--device cpu --threads 2 --checkpoint-every 9 --epochs 3");

        var again = options.Request(Command(options).Parse(["--threads", "1"]), stored);

        Assert.Equal(stored with { Threads = 1 }, again);
    }

    [Fact]
    public void Every_option_has_help_that_states_its_default_or_is_a_switch()
    {
        foreach (var option in new TrainOptions().All)
        {
            Assert.False(string.IsNullOrWhiteSpace(option.Description), option.Name);
            var isSwitch = option.ValueType == typeof(bool);
            Assert.True(
                isSwitch || option.HasDefaultValue || option.Name == "--resume"
                    || option.Description.Contains("(default: ", StringComparison.Ordinal),
                $"{option.Name}: {option.Description}");
        }
    }

    [Fact]
    public void Whatever_is_typed_is_understood_or_refused_in_words()
    {
        var root = CommandLine.Build(Screen.Open());
        string[] words =
        [
            "train", "evaluate", "predict", "models", "data", "list", "fetch", "show", "doctor", "lenet5", "xor-mlp", "mnist",
            "--json", "--debug",
            "--seed", "-1", "1e400", "0x10", "--", "-", "", " ", "@file", "=", "--data=", "--epochs=3", "--epochs:3", "-h",
            "--version", "[suggest]", "ü",
            .. new TrainOptions().All.Select(option => option.Name),
        ];

        Gen.Int[0, words.Length - 1].Select(index => words[index]).Array[0, 7].Sample(line =>
        {
            var parsed = root.Parse(line, CommandLine.Configuration);

            Assert.All(UsageErrors.Of(parsed), error => Assert.False(string.IsNullOrWhiteSpace(error)));
            Assert.True(parsed.Errors.Count == 0 || UsageErrors.Of(parsed).Count > 0);
            Assert.StartsWith("torchbasics", UsageErrors.HelpCommand(parsed), StringComparison.Ordinal);
        });
    }

    private static RunRequest Parse(string line)
    {
        var options = new TrainOptions();
        var parsed = Command(options).Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Empty(parsed.Errors);
        return options.Request(parsed, RunRequest.Usual("lenet5", LeNet5.Recipe));
    }

    private static Command Command(TrainOptions options)
    {
        var command = new Command("train");
        foreach (var option in options.All)
            command.Add(option);
        return command;
    }
}
