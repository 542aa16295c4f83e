using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Formats.Onnx;
using TorchBasics.Graphs.Engines;
using TorchBasics.Graphs.Operators;

namespace TorchBasics.Graphs.Evaluation;

/// <summary>Runs graphs node by node on one engine.</summary>
public abstract class GraphRun
{
    private protected GraphRun()
    {
    }

    /// <summary>Runs graphs on the reference, whose results carry their error bounds.</summary>
    /// <returns>What runs them.</returns>
    public static GraphRun OnReference() => On(new ReferenceOperators());

    /// <summary>Runs graphs on an engine.</summary>
    /// <typeparam name="TValue">The engine's arrays.</typeparam>
    /// <param name="engine">The engine.</param>
    /// <returns>What runs them.</returns>
    public static GraphRun On<TValue>(IOperators<TValue> engine)
        where TValue : class => new EngineRun<TValue>(engine);

    /// <summary>Reports what of a model is not supported, before anything is computed.</summary>
    /// <param name="model">The model.</param>
    /// <exception cref="UnsupportedException">The model asks for something that is not supported.</exception>
    public abstract void Check(OnnxModel model);

    /// <summary>Computes the outputs.</summary>
    /// <param name="model">The model.</param>
    /// <param name="inputs">An array for each input that has no initializer, in their order.</param>
    /// <returns>The outputs, in their order.</returns>
    /// <exception cref="UnsupportedException">The model asks for something that is not supported.</exception>
    /// <exception cref="TorchBasicsException">
    /// There are more or fewer inputs, or a node contradicts what it is given: kind Data.
    /// </exception>
    public abstract IReadOnlyList<ComputedArray> Run(OnnxModel model, IReadOnlyList<NamedArray> inputs);
}
