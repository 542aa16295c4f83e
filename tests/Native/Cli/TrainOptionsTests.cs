using System.CommandLine;
using CsCheck;
using TorchBasics.Cli.Commands;
using TorchBasics.Core.Catalog;
using TorchBasics.Training.Records;
using TorchBasics.Training.Reports;

namespace TorchBasics.Tests.Native.Cli;

public class TrainOptionsTests
{
    private static readonly TrainOptions Options = new();
    private static readonly RootCommand Root = Create();

    [Fact]
    public void The_help_lists_every_option_once()
    {
        string[] ofTheCommand =
        [
            "--architecture", "--output", "--resume", "--members", "--find-learning-rate", "--json", "--json-lines", "--quiet",
            "--peer-timeout", "--compare-every",
        ];

        Assert.Equal(
            RunOptions.All.Select(option => option.Name).Concat(ofTheCommand).Order(),
            Options.All.Select(option => option.Name).Order());
    }

    [Fact]
    public void The_command_that_repeats_a_run_asks_for_the_same_run()
    {
        var usual = RunRequest.Usual("lenet5", LeNet5.Recipe);

        Requests(usual).Sample(request => Assert.Equal(request, Parse(request, usual)));
    }

    [Fact]
    public void The_command_that_repeats_further_training_does_so_whatever_the_recipe_is_by_then()
    {
        var usual = RunRequest.Usual("mine", Mlp.Recipe) with { Origin = "my file.onnx" };
        var recipe = LeNet1.Recipe with { Data = Mlp.Recipe.Data, Pixels = Mlp.Recipe.Pixels };
        var later = usual with { Options = usual.Options with { Recipe = recipe } };

        Requests(usual).Sample(request => Assert.Equal(request, Parse(request, later)));
    }

    private static RunRequest Parse(RunRequest request, RunRequest before)
    {
        var words = RepeatCommand.Words(request);
        var parsed = Root.Parse([.. words.Skip(1)]);
        Assert.Equal(["torchbasics", "train", request.Origin ?? request.Model], words.Take(3));
        Assert.Empty(parsed.Errors);
        Assert.Empty(parsed.UnmatchedTokens);
        return Options.Request(parsed, before);
    }

    private static Gen<RunRequest> Requests(RunRequest usual) => RunOptions.All.Aggregate(
        Gen.Const(usual),
        (requests, option) => Gen.Select(requests, option.Accept(new RandomValue()), (request, change) => change(request)));

    private static RootCommand Create()
    {
        var train = new Command("train") { new Argument<string>("MODEL") };
        foreach (var option in Options.All)
            train.Add(option);
        return [train];
    }

    private sealed class RandomValue : IRunOptionReader<Gen<Func<RunRequest, RunRequest>>>
    {
        private static readonly Gen<string> Texts = Gen.String[Gen.Char["abc0/.=:'\" $-"], 1, 12].Where(text => text[0] != '-');

        public Gen<Func<RunRequest, RunRequest>> Read<T>(RunOption<T> option)
        {
            var texts = option.Kind.Words.Count > 0 ? Gen.OneOf<string>([.. option.Kind.Words])
                : typeof(T) == typeof(int?) ? Gen.Int[1, int.MaxValue].Select(ValueText)
                : typeof(T) == typeof(IReadOnlyList<int>) ? Gen.Int.Array[1, 4].Select(ListText)
                : typeof(T) == typeof(IReadOnlyList<double>)
                    ? Gen.Double.Where(double.IsFinite).Array[1, 4].Select(ListText)
                : typeof(T) == typeof(ulong?) ? Gen.ULong.Select(ValueText)
                : typeof(T) == typeof(double?) ? Gen.Double.Where(double.IsFinite).Select(ValueText)
                : Texts;
            return Gen.OneOf(Gen.Const<Func<RunRequest, RunRequest>>(request => request), texts.Select(Said));

            Func<RunRequest, RunRequest> Said(string text) => request => option.Set(request, option.Kind.Parse(text));
        }

        private static string ListText<T>(T[] values) => string.Join(',', values.Select(ValueText));

        private static string ValueText<T>(T value) => FormattableString.Invariant($"{value}");
    }
}
