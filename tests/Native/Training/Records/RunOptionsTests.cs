using System.Globalization;
using System.Reflection;
using TorchBasics.Core.Catalog;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;
using TorchBasics.Training.Records;

namespace TorchBasics.Tests.Native.Training.Records;

public class RunOptionsTests
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;
    private static readonly RunRequest Usual = RunRequest.Usual("lenet5", LeNet5.Recipe);

    // The argument MODEL or --architecture says the first three. The others are for programs: a folder to look in, the seed
    // that divides a file, and what the recipe says of the data themselves.
    private static readonly string[] NotTyped =
    [
        "Model", "Origin", "Architecture", "DataOptions.Folder", "DataOptions.Seed", "Options.Recipe.Data",
        "Options.Recipe.Pixels",
    ];

    public static TheoryData<string> Properties => [.. Leaves(typeof(RunRequest))];

    [Theory]
    [MemberData(nameof(Properties))]
    public void Each_property_of_a_request_has_one_option(string property)
    {
        var request = (RunRequest)Change(Usual, property.Split('.'));

        var changed = RunOptions.All.Where(option => option.TextIn(request) != option.TextIn(Usual));

        if (NotTyped.Contains(property))
            Assert.Empty(changed);
        else
            Assert.Equal(Usual, Assert.Single(changed).Copy(request, Usual));
    }

    [Fact]
    public void What_has_no_option_is_a_property() => Assert.Subset(Leaves(typeof(RunRequest)).ToHashSet(), NotTyped.ToHashSet());

    [Fact]
    public void No_two_options_have_one_name() => Assert.Distinct(RunOptions.All.Select(option => option.Name));

    private static IEnumerable<string> Leaves(Type record) =>
        from property in record.GetProperties()
        where property.CanWrite
        from leaf in IsRecord(property.PropertyType) ? Leaves(property.PropertyType).Select(inner => $".{inner}") : [""]
        select property.Name + leaf;

    private static bool IsRecord(Type type) => type.IsClass && type.GetMethod("<Clone>$") is not null;

    private static object Change(object record, ReadOnlySpan<string> path)
    {
        var copy = record.GetType().GetMethod("<Clone>$")!.Invoke(record, null)!;
        var property = record.GetType().GetProperty(path[0])!;
        var value = property.GetValue(record);
        property.SetValue(copy, path.Length > 1 ? Change(value!, path[1..]) : Another(property, value));
        return copy;
    }

    private static object Another(PropertyInfo property, object? value)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        return type switch
        {
            _ when type == typeof(IReadOnlyList<int>) => new[] { 2, 5 },
            _ when type == typeof(IReadOnlyList<double>) => new[] { 0.5, 0.25 },
            _ when type == typeof(IReadOnlyList<string>) => new[] { "a", "b, c" },
            _ when type == typeof(Size2d) => new Size2d(3, 4),
            _ when type == typeof(string) => $"{value} and more",
            _ when type == typeof(PixelRange) => new PixelRange(3, 4),
            { IsEnum: true } => Enum.GetValues(type).Cast<object>().First(other => !other.Equals(value)),
            _ => Convert.ChangeType(Convert.ToDouble(value ?? 0, Invariant) + 1, type, Invariant),
        };
    }
}
