using TorchBasics.Bindings.Runtime;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Recipes;
using TorchBasics.Kernels.Learning;
using TorchBasics.Kernels.Proving;
using TorchBasics.Kernels.Simd;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchBasics.Training.Optimizers;

/// <summary>
/// The rule that moves the weights against their gradients. Formulas and the order of operations are PyTorch's
/// (documentation of torch.optim), so that a run here and a run there stay together up to rounding.
/// </summary>
/// <remarks>
/// Legend for all rules: w weight, g gradient, r learning rate, d weight decay, t number of the step from 1.
/// Buffers exist from the start, filled with zeros: the state is complete before the first step.
/// Not safe for use from several threads at once.
/// </remarks>
public abstract class Optimizer : IDisposable
{
    private readonly (string Name, Parameter Values)[] _parameters;
    private readonly List<(string Name, Tensor Values)> _state = [];
    private readonly Scalar? _penalty;
    private readonly ParameterGroup[] _groups;
    private readonly double[] _rateFactors;
    private AtenUpdate[]? _aten;
    private KernelUpdate? _kernels;
    private RateTensors[]? _rates;
    private long _stepCount;

    private protected Optimizer(
        IReadOnlyList<(string Name, Parameter Values)> parameters, double penalty, IReadOnlyList<double>? rateFactors)
    {
        if (parameters.DistinctBy(parameter => parameter.Name).Count() != parameters.Count)
            throw new ArgumentException("Two parameters have the same name.", nameof(parameters));
        foreach (var factor in rateFactors ?? [])
            OptimizerRange.RateFactor(factor);
        _parameters = [.. parameters];
        _groups = ParameterGroup.Of(_parameters.Length, rateFactors);
        _rateFactors = rateFactors is null ? [.. parameters.Select(_ => 1.0)] : [.. rateFactors];
        _penalty = penalty == 0 ? null : (Scalar)penalty;
    }

    /// <summary>
    /// The buffers in a fixed order, named by their purpose and their parameter, such as "momentum.conv1.weight". They
    /// belong to the optimizer: whoever writes to them changes it.
    /// </summary>
    public IReadOnlyList<(string Name, Tensor Values)> State => _state;

    /// <summary>The number of steps made, at least 0; the bias correction of Adam depends on it.</summary>
    public long StepCount
    {
        get => _stepCount;
        set => _stepCount = value >= 0 ? value : throw new ArgumentOutOfRangeException(
            nameof(value), value, "The number of steps cannot be negative.");
    }

    /// <summary>Whether libtorch's operator for the whole step is used where it can be; the formulas are the same.</summary>
    public bool UsesAten
    {
        get => field && _aten is not null;
        set;
    } = true;

    private bool IsOnCuda => _parameters.Length > 0 && _parameters[0].Values.device_type == DeviceType.CUDA;

    /// <summary>Creates the rule that a recipe names.</summary>
    /// <param name="recipe">
    /// Its optimizer with momentum, beta2, epsilon and weight decay, and its rates of biases and of layers are used.
    /// </param>
    /// <param name="parameters">What is to move, with unique names; the tensors stay the network's own.</param>
    /// <param name="architecture">The network, where the recipe scales rates by the fan-in; else null will do.</param>
    /// <returns>The optimizer, at step 0.</returns>
    /// <exception cref="TorchBasicsException">A number is out of its range, or a fan-in is needed and not known.</exception>
    public static Optimizer Create(
        TrainingRecipe recipe,
        IReadOnlyList<(string Name, Parameter Values)> parameters,
        Architecture? architecture = null)
    {
        var (momentum, decay) = (recipe.Momentum, recipe.WeightDecay);
        var rates = RateFactors.Of(recipe, architecture, parameters.Select(parameter => parameter.Name));
        return recipe.Optimizer switch
        {
            OptimizerKind.Sgd => new Sgd(parameters, decay, rates),
            OptimizerKind.Momentum => new Momentum(parameters, momentum, nesterov: false, decay, rates),
            OptimizerKind.Nesterov => new Momentum(parameters, momentum, nesterov: true, decay, rates),
            OptimizerKind.Adam => AdamOf(decoupled: false),
            OptimizerKind.AdamW => AdamOf(decoupled: true),
            OptimizerKind.DiagonalLevenbergMarquardt => new DiagonalLevenbergMarquardt(
                parameters, recipe.Epsilon ?? DiagonalLevenbergMarquardt.DefaultDamping, decay, rates),
            OptimizerKind.RmsProp => new RmsProp(
                parameters, recipe.Beta2 ?? UpdateRule.DefaultAlpha, decay, recipe.Epsilon ?? UpdateRule.DefaultEpsilon, rates),
            OptimizerKind.Adagrad => new Adagrad(parameters, decay, recipe.Epsilon ?? UpdateRule.AdagradEpsilon, rates),
            OptimizerKind.Adadelta => new Adadelta(
                parameters, recipe.Beta2 ?? UpdateRule.DefaultRho, decay, recipe.Epsilon ?? UpdateRule.AdadeltaEpsilon, rates),
        };

        Adam AdamOf(bool decoupled) => new(
            parameters,
            momentum,
            decoupled,
            decay,
            recipe.Beta2 ?? UpdateRule.DefaultBeta2,
            recipe.Epsilon ?? UpdateRule.DefaultEpsilon,
            rates);
    }

    /// <summary>
    /// Forgets all gradients. They become absent, not zero: the next backward pass then stores instead of adding.
    /// </summary>
    public void ZeroGrad()
    {
        Forget();
        foreach (var (_, values) in _parameters)
            values.grad = null;
    }

    /// <summary>
    /// Makes tensors the gradients of the parameters, to be written anew before each step. Until <see cref="ZeroGrad"/>,
    /// steps use these tensors without looking for others: our own kernels move the weights where all tensors are Float32 in
    /// row order on the CPU, and a step then allocates no managed memory.
    /// </summary>
    /// <param name="gradients">One for each parameter in order, of the parameter's shape and type; null for none.</param>
    /// <exception cref="ArgumentException">Their number or a shape is another.</exception>
    public void UseGradients(IReadOnlyList<Tensor?> gradients) => UseGradients(gradients, ProvenKernels.Current.Kernels);

    /// <summary>As the other, with kernels of the caller's choice.</summary>
    internal void UseGradients(IReadOnlyList<Tensor?> gradients, LaneKernels kernels)
    {
        if (gradients.Count != _parameters.Length)
            throw new ArgumentException(
                $"{gradients.Count} gradients were given for {_parameters.Length} parameters.", nameof(gradients));
        foreach (var ((name, values), gradient) in _parameters.Zip(gradients))
            if (gradient is not null && !gradient.shape.SequenceEqual(values.shape))
                throw new ArgumentException(
                    $"The gradient of {name} has the shape [{string.Join(", ", gradient.shape)}]; "
                    + $"expected [{string.Join(", ", values.shape)}].",
                    nameof(gradients));
        foreach (var ((_, values), gradient) in _parameters.Zip(gradients))
            values.grad = gradient;
        Forget();
        if (Rule is not null)
            _kernels = KernelUpdate.TryCreate(
                kernels, [.. _parameters.Select(pair => pair.Values)], gradients, RuleBuffers, _rateFactors);
    }

    /// <summary>One update with the gradients that stand in the parameters; a parameter without one stays as it is.</summary>
    /// <param name="learningRate">r, finite and at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is negative, infinite or not a number.</exception>
    /// <remarks>On CUDA the rates are read from the device, as in a recorded step, so that both give the same bits.</remarks>
    public void Step(double learningRate)
    {
        if (_kernels is not null)
        {
            Count(learningRate);
            Rule!.Prepare(learningRate, _stepCount);
            _kernels.Step(Rule);
            return;
        }

        if (IsOnCuda)
        {
            WriteRates(learningRate);
            UpdateByWrittenRates();
            return;
        }

        Count(learningRate);
        for (var i = 0; i < _groups.Length; i++)
        {
            var (group, rate) = (_groups[i], learningRate * _groups[i].RateFactor);
            if (UsesAten && _aten![i].TryStep(rate))
                continue;
            using var noGradient = no_grad();
            Update(rate, group.Parameters);
        }
    }

    /// <summary>
    /// The first half of a step: counts it, and writes what depends on its number and its rate where the weights are.
    /// </summary>
    /// <param name="learningRate">r, finite and at least 0.</param>
    internal void WriteRates(double learningRate)
    {
        Count(learningRate);
        using var noGradient = no_grad();
        var rates = _groups.Select(group => RatesOf(learningRate * group.RateFactor)).ToArray();
        _rates ??= [.. rates.Select(numbers => new RateTensors(numbers.Length, _parameters[0].Values))];
        foreach (var (tensors, numbers) in _rates.Zip(rates))
            tensors.Write(numbers);
    }

    /// <summary>
    /// The second half of a step: operators that are the same in each step, so that they can be recorded and done again.
    /// </summary>
    internal void UpdateByWrittenRates()
    {
        using var noGradient = no_grad();
        for (var i = 0; i < _groups.Length; i++)
            Update(_rates![i], _groups[i].Parameters);
    }

    /// <summary>
    /// Scales all gradients by one factor so that their common Euclidean norm is at most a maximum, and reads the norm,
    /// which waits for the device.
    /// </summary>
    /// <param name="maximumNorm">The largest norm allowed, positive.</param>
    /// <returns>The norm before; 0 when no parameter has a gradient.</returns>
    public double ClipGradients(double maximumNorm)
    {
        using var norm = ClipGradientsOnDevice(maximumNorm);
        return norm.ToDouble();
    }

    /// <summary>As <see cref="ClipGradients"/>, but without waiting for the device.</summary>
    /// <param name="maximumNorm">The largest norm allowed, positive.</param>
    /// <returns>The norm before, float [] on the device; it belongs to the caller's dispose scope.</returns>
    /// <remarks>
    /// factor = min(1, maximum / (norm + 1e-6)), as torch.nn.utils.clip_grad_norm_. A gradient that is not a number
    /// makes all of them so. Source: Pascanu, Mikolov, Bengio 2013, algorithm 1.
    /// </remarks>
    public Tensor ClipGradientsOnDevice(double maximumNorm)
    {
        if (!(maximumNorm > 0))
            throw new ArgumentOutOfRangeException(nameof(maximumNorm), maximumNorm, "The largest norm must be positive.");
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        Tensor[] gradients = [.. _parameters.Select(parameter => parameter.Values.grad).OfType<Tensor>()];
        if (gradients.Length == 0)
            return zeros(1).squeeze().MoveToOuterDisposeScope();

        var norm = stack([.. gradients.Select(gradient => gradient.norm())]).norm();
        using Scalar tiny = 1e-6, maximum = maximumNorm, one = 1;
        var factor = norm.add(tiny, one).reciprocal_().mul_(maximum).clamp_(max: one);
        foreach (var gradient in gradients)
            gradient.mul_(factor);
        return norm.MoveToOuterDisposeScope();
    }

    /// <summary>Copies the state out: every buffer, and the number of steps as Int64 [] under the name "step".</summary>
    /// <returns>Arrays on the managed side.</returns>
    public IReadOnlyList<NamedArray> Save() => OptimizerState.Save(_state, _stepCount);

    /// <summary>Continues from a saved state; checks all arrays before it changes the first buffer.</summary>
    /// <param name="arrays">Exactly the arrays of <see cref="Save"/>, in any order.</param>
    /// <param name="steps">The number of steps that it must stand at; null for any.</param>
    /// <exception cref="TorchBasicsException">
    /// One is missing, unknown, twice there, or has another shape or type, or the steps are others.
    /// </exception>
    public void Load(IReadOnlyList<NamedArray> arrays, long? steps = null) =>
        _stepCount = OptimizerState.Load(_state, arrays, steps);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the buffers; the parameters are not the optimizer's.</summary>
    /// <param name="disposing">Whether called from <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        _penalty?.Dispose();
        foreach (var update in _aten ?? [])
            update.Dispose();
        Forget();
        foreach (var tensors in _rates ?? [])
            tensors.Dispose();
        foreach (var (_, values) in _state)
            values.Dispose();
    }

    /// <summary>The same rule for our own kernels; null where there is none.</summary>
    private protected virtual UpdateRule? Rule => null;

    /// <summary>What that rule keeps: for each purpose one tensor for each parameter.</summary>
    private protected virtual IReadOnlyList<Tensor[]> RuleBuffers => [];

    /// <summary>The step as operators of TorchSharp, for every device and type.</summary>
    /// <param name="learningRate">The rate of a group.</param>
    /// <param name="parameters">The places of its parameters.</param>
    private protected abstract void Update(double learningRate, int[] parameters);

    /// <summary>The numbers that change from step to step, in the order in which the tensors have them.</summary>
    private protected abstract double[] RatesOf(double learningRate);

    /// <summary>As <see cref="Update(double, int[])"/>, to the bit on the CPU, but reads these numbers from tensors.</summary>
    private protected abstract void Update(RateTensors rates, int[] parameters);

    /// <summary>Called before libtorch's operator, when the step is counted.</summary>
    private protected virtual void BeforeAten()
    {
    }

    private void Forget()
    {
        _kernels?.Dispose();
        _kernels = null;
    }

    /// <summary>Offers libtorch's operator, which is used where libtorch lets it be called.</summary>
    private protected void OfferAten(AtenRule rule)
    {
        if (NativeRuntime.StableInterface.HasOperators)
            _aten = [.. _groups.Select(group => new AtenUpdate(
                rule, [.. _parameters.Select(parameter => parameter.Values)], group.Parameters))];
    }

    private void Count(double learningRate)
    {
        if (!double.IsFinite(learningRate) || learningRate < 0)
            throw new ArgumentOutOfRangeException(
                nameof(learningRate), learningRate, "The learning rate must be finite and at least 0.");
        _stepCount++;
        BeforeAten();
    }

    /// <summary>One buffer of zeros for each parameter; they become part of the state.</summary>
    private protected Tensor[] AddBuffers(string purpose)
    {
        var buffers = _parameters.Select(parameter => zeros_like(parameter.Values, requires_grad: false).DetachFromDisposeScope())
            .ToArray();
        _state.AddRange(_parameters.Zip(buffers, (parameter, buffer) => ($"{purpose}.{parameter.Name}", buffer)));
        return buffers;
    }

    private protected Parameter Values(int index) => _parameters[index].Values;

    /// <summary>g + d w: the gradient of the loss with an L2 penalty of d/2 |w|^2. Null where there is no gradient.</summary>
    private protected Tensor? Gradient(int index)
    {
        var values = _parameters[index].Values;
        var gradient = values.grad;
        if (gradient is null || _penalty is null)
            return gradient;
        using (gradient)
            return gradient.add(values, _penalty);
    }
}
