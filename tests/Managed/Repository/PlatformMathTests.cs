using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using TorchBasics.Core;
using TorchBasics.Reference;

namespace TorchBasics.Tests.Managed.Repository;

/// <summary>
/// The reference and what it is built on take nothing from the platform's mathematics that is not exact or rounded correctly,
/// so that every processor, and a browser, gives the same bits.
/// </summary>
public sealed partial class PlatformMathTests
{
    private static readonly HashSet<string> Exact =
    [
        "Abs", "BigMul", "BitDecrement", "BitIncrement", "Ceiling", "Clamp", "CopySign", "DivRem", "Floor", "IEEERemainder",
        "Max", "Min", "Round", "ScaleB", "Sign", "Sqrt", "Truncate",
    ];

    [Theory]
    [InlineData(typeof(Model))]
    [InlineData(typeof(ReferenceLayer))]
    public void Nothing_inexact_is_called(Type member) => Assert.Equal([], InexactCalls(member.Assembly.Location));

    [Fact]
    public void A_call_is_found()
    {
        Assert.NotEqual(0, Math.Tanh(1) + double.Exp(1));

        var calls = InexactCalls(typeof(PlatformMathTests).Assembly.Location).ToList();

        Assert.Contains("System.Math.Tanh", calls);
        Assert.Contains("System.Double.Exp", calls);
        Assert.DoesNotContain("System.Math.Sqrt", calls);
    }

    private static IEnumerable<string> InexactCalls(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var metadata = file.GetMetadataReader();
        return
        [
            .. metadata.MemberReferences.Select(metadata.GetMemberReference)
                .Where(member => member.Parent.Kind == HandleKind.TypeReference)
                .Select(member => (Of: metadata.GetTypeReference((TypeReferenceHandle)member.Parent), member.Name))
                .Select(member => (
                    Space: metadata.GetString(member.Of.Namespace), Type: metadata.GetString(member.Of.Name),
                    Name: metadata.GetString(member.Name)))
                .Where(member => IsInexact(member.Space, member.Type, member.Name))
                .Select(member => $"{member.Space}.{member.Type}.{member.Name}").Distinct(),
        ];
    }

    // Of Math only what is listed; of other types of the platform none of the names that Math gives to what is not.
    private static bool IsInexact(string space, string type, string name) => space switch
    {
        "System" when type is "Math" or "MathF" => !Exact.Contains(name),
        "System" when type is not ("Double" or "Single" or "Half") => false,
        _ => space.StartsWith("System", StringComparison.Ordinal) && InexactName().IsMatch(name),
    };

    [GeneratedRegex("^(Exp|Log|Pow|Sin|Cos|Tan|Asin|Acos|Atan|Cbrt|Hypot|RootN|Fused|MultiplyAdd|Reciprocal)|Estimate$")]
    private static partial Regex InexactName();
}
