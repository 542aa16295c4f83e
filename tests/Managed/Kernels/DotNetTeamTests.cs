using TorchBasics.Kernels.Plans;

namespace TorchBasics.Tests.Managed.Kernels;

public sealed class DotNetTeamTests
{
    [Theory]
    [InlineData(1, 5)]
    [InlineData(3, 1)]
    [InlineData(3, 100)]
    public void Every_number_is_worked_on_once(int size, int workers)
    {
        using var team = new DotNetTeam(size);
        var visits = new int[workers];

        team.Run(workers, worker => Interlocked.Increment(ref visits[worker]));

        Assert.All(visits, count => Assert.Equal(1, count));
    }

    [Fact]
    public void What_a_worker_throws_comes_to_the_caller_as_it_was()
    {
        using var team = new DotNetTeam(2);

        var error = Assert.Throws<FormatException>(() => team.Run(4, worker => throw new FormatException($"{worker}")));

        Assert.InRange(int.Parse(error.Message, System.Globalization.CultureInfo.InvariantCulture), 0, 3);
    }

    [Fact]
    public void A_team_of_one_is_the_caller()
    {
        using var team = new DotNetTeam(1);
        var threads = new HashSet<int>();

        team.Run(50, _ => threads.Add(Environment.CurrentManagedThreadId));

        Assert.Equal([Environment.CurrentManagedThreadId], threads);
    }

    [Fact]
    public void A_team_of_nobody_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => new DotNetTeam(0));
}
