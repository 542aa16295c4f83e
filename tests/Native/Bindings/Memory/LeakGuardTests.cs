using TorchBasics.Bindings.Memory;
using TorchBasics.Core.Errors;
using TorchSharp;

namespace TorchBasics.Tests.Native.Bindings.Memory;

public class LeakGuardTests
{
    [Fact]
    public void A_clean_loop_passes()
    {
        var guard = new LeakGuard(baselineStep: 10);

        for (var step = 0; step < 200; step++)
        {
            using (torch.NewDisposeScope())
                torch.ones(3).add(1).sum();
            guard.Check(step);
        }
    }

    [Fact]
    public void Tensors_made_before_the_steady_state_are_no_leak()
    {
        var guard = new LeakGuard(baselineStep: 10);
        var kept = new List<torch.Tensor>();

        for (var step = 0; step < 20; step++)
        {
            if (step < 10)
                kept.Add(torch.ones(3));
            guard.Check(step);
        }

        kept.ForEach(tensor => tensor.Dispose());
    }

    [Fact]
    public void One_tensor_left_behind_in_one_step_fails_at_that_step()
    {
        var guard = new LeakGuard(baselineStep: 10);
        using var scope = torch.NewDisposeScope();
        for (var step = 0; step <= 10; step++)
            guard.Check(step);
        var live = LeakGuard.LiveTensors;

        torch.ones(3);
        var error = Assert.Throws<TorchBasicsException>(() => guard.Check(11));

        Assert.Equal(ErrorKind.Failed, error.Kind);
        Assert.StartsWith(
            $"1 native tensors were left behind between step 10 ({live} live) and step 11 ({live + 1} live).",
            error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_tensor_taken_out_of_its_scope_counts()
    {
        var guard = new LeakGuard(baselineStep: 0);
        guard.Check(0);
        torch.Tensor kept;
        using (torch.NewDisposeScope())
            kept = torch.ones(3).DetachFromDisposeScope();

        Assert.Throws<TorchBasicsException>(() => guard.Check(1));

        kept.Dispose();
        guard.Check(2);
    }

    [Fact]
    public void Tensors_of_other_threads_do_not_disturb()
    {
        var guard = new LeakGuard(baselineStep: 0);
        guard.Check(0);
        var thread = new Thread(() => torch.ones(3));
        thread.Start();
        thread.Join();

        guard.Check(1);
    }

    [Fact]
    public void Another_thread_is_refused()
    {
        var guard = new LeakGuard(baselineStep: 0);
        guard.Check(0);
        Exception? error = null;
        var thread = new Thread(() => error = Record.Exception(() => guard.Check(1)));

        thread.Start();
        thread.Join();

        Assert.IsType<InvalidOperationException>(error);
    }
}
