using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TorchBasics.Digits;

namespace TorchBasics.Tests.Managed.Digits;

public class AllographTableTests
{
    // Written down from the first table; a rare way of writing is in none of the first thousand images.
    [Fact]
    public void The_table_is_the_one_that_published_figures_rest_on()
    {
        var table = new StringBuilder();
        foreach (var allograph in AllographTable.All)
        {
            table.Append(CultureInfo.InvariantCulture, $"{allograph} {allograph.Weight}\n");
            foreach (var pose in allograph.Poses)
                table.AppendJoin(' ', pose.Points.Zip(
                    pose.Kinds, (point, kind) => string.Create(CultureInfo.InvariantCulture, $"{point.X},{point.Y},{kind}")))
                    .Append('\n');
        }

        Assert.Equal(
            "d6428776eba8dfa6098c23686e508777d0ba970847cab23bbb48712fcb817116",
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(table.ToString()))));
    }

    [Fact]
    public void Every_digit_has_ways_of_writing_and_each_has_poses() => Assert.All(Enumerable.Range(0, 10), digit =>
    {
        Assert.NotEmpty(AllographTable.Of(digit).ToArray());
        Assert.All(
            AllographTable.Of(digit).ToArray(),
            allograph => Assert.Equal((digit, true), (allograph.Digit, allograph.Poses.Count > 0)));
    });
}
