using TorchBasics.Bindings.Libraries;
using TorchBasics.Bindings.Proving;
using TorchBasics.Core.Errors;
using TorchBasics.Kernels.Proving;

namespace TorchBasics.Tests.Native.Bindings.Proving;

/// <summary>What becomes of an engine with a fault.</summary>
public class LibtorchProverTests
{
    // One small question, which has four results, each asked twice with all threads and twice with one.
    private static readonly KnownAnswer[] Small =
        [.. KnownAnswers.All.Where(question => question is ConvolutionAnswer { Sizes.Kernel: 1 })];

    private bool _onOneThread;

    [Fact]
    public void A_sound_engine_is_proven_and_nothing_is_switched()
    {
        var oneDnn = new Switch();

        var proof = Prove((_, _) => { }, oneDnn);

        Assert.Equal((ProofState.Proven, null, null), (proof.State, proof.Fault, proof.Remark));
        Assert.True(oneDnn.OneDnn);
    }

    [Fact]
    public void A_negative_zero_is_a_zero() =>
        Assert.Equal(
            ProofState.Proven, Prove((result, _) => Replace(result, number => number == 0 ? -0f : number), new Switch()).State);

    [Fact]
    public void A_number_that_is_off_by_one_unit_in_the_last_place_is_found_where_it_is()
    {
        var proof = Prove((result, _) => result[7] = MathF.BitIncrement(result[7]), oneDnn: null);

        Assert.Equal("conv2d", proof.Fault!.Operator);
        Assert.Equal(7, proof.Fault.Index);
        Assert.Equal(MathF.BitIncrement(proof.Fault.Expected), proof.Fault.Found);
    }

    [Fact]
    public void What_is_no_number_is_found() =>
        Assert.True(float.IsNaN(Prove((result, _) => result[^1] = float.NaN, oneDnn: null).Fault!.Found));

    [Fact]
    public void An_engine_that_is_wrong_only_the_second_time_is_found() =>
        Assert.Equal("all threads", Prove((result, count) => result[0] += count == 4 ? 1 : 0, oneDnn: null).Fault!.Threads);

    [Fact]
    public void An_engine_that_is_wrong_only_with_several_threads_is_found() =>
        Assert.Equal("all threads", Prove((result, _) => result[0] += _onOneThread ? 0 : 1, oneDnn: null).Fault!.Threads);

    [Fact]
    public void An_engine_that_is_wrong_only_with_one_thread_is_found() =>
        Assert.Equal("one thread", Prove((result, _) => result[0] += _onOneThread ? 1 : 0, oneDnn: null).Fault!.Threads);

    [Fact]
    public void A_fault_in_any_result_of_any_question_is_found_under_its_name()
    {
        foreach (var question in KnownAnswers.All)
        {
            for (var i = 0; i < question.Results.Count; i++)
            {
                var spoilt = i;
                var engine = new FaultyOperators((result, count) => result[^1] += count == spoilt ? 1 : 0);

                var wrong = KnownAnswerTest.Run([question], engine, "all threads");

                Assert.Equal((question.NameOf(i), question.Shape), (wrong!.Operator, wrong.Shape));
                Assert.Equal(wrong.Expected + 1, wrong.Found);
            }
        }
    }

    [Fact]
    public void An_engine_that_is_wrong_with_oneDNN_only_is_mended()
    {
        var oneDnn = new Switch();

        var proof = Prove((result, _) => result[0] += oneDnn.OneDnn ? 1 : 0, oneDnn);

        Assert.Equal((ProofState.Mended, "oneDNN is switched off", false), (proof.State, proof.Remark, proof.OneDnn));
        Assert.NotNull(proof.Fault);
    }

    [Fact]
    public void An_engine_that_is_wrong_without_oneDNN_too_is_refused() =>
        Assert.Equal(ProofState.Refused, Prove((result, _) => result[0]++, new Switch()).State);

    [Fact]
    public void A_wrong_engine_without_a_switch_is_refused() =>
        Assert.Equal(ProofState.Refused, Prove((result, _) => result[0]++, oneDnn: null).State);

    [Fact]
    public void A_wrong_engine_may_be_kept()
    {
        var oneDnn = new Switch();

        var proof = Prove((result, _) => result[0]++, oneDnn, OneDnnUse.Keep);

        Assert.Equal((ProofState.Kept, true), (proof.State, oneDnn.OneDnn));
    }

    [Fact]
    public void A_sound_engine_can_be_used_without_oneDNN()
    {
        var oneDnn = new Switch();

        var proof = Prove((_, _) => { }, oneDnn, OneDnnUse.Off);

        Assert.Equal((ProofState.Proven, "oneDNN is off, as asked for", false), (proof.State, proof.Remark, oneDnn.OneDnn));
    }

    [Fact]
    public void An_engine_that_cannot_be_asked_is_not_proven()
    {
        var proof = Prove((_, _) => throw new TorchBasicsException(ErrorKind.NativeRuntime, "no such operator"), new Switch());

        Assert.Equal((ProofState.Unproven, "no such operator"), (proof.State, proof.Remark));
    }

    private static void Replace(float[] numbers, Func<float, float> change)
    {
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = change(numbers[i]);
    }

    private LibtorchProof Prove(Action<float[], int> spoil, IOneDnnSwitch? oneDnn, OneDnnUse use = OneDnnUse.Auto) =>
        new LibtorchProver(Small, new FaultyOperators(spoil), OnOneThread, oneDnn).Prove(use);

    private void OnOneThread(Action action)
    {
        _onOneThread = true;
        action();
        _onOneThread = false;
    }

    private sealed class Switch : IOneDnnSwitch
    {
        public bool OneDnn { get; private set; } = true;

        public void LeaveOneDnn() => OneDnn = false;
    }
}
