namespace TorchBasics.Reference.Numbers;

/// <summary>
/// A double that remembers how it came about. Whatever the textbook code computes over it can be drawn and asserted step by step.
/// </summary>
/// <remarks>
/// Adding to the default value, the empty sum, leaves no step: it is where a loop begins, not a term. Comparisons leave
/// none either: of the gradient of a pooling by the largest, the trace shows where it went, not why.
/// </remarks>
public readonly struct Traced : IReal<Traced>, IEquatable<Traced>
{
    private static readonly TraceNode Zero = new(TraceOperation.Constant, 0, null);

    private readonly TraceNode? _node; // null in default(Traced), which is the number 0

    private Traced(TraceNode node) => _node = node;

    /// <inheritdoc/>
    public double Value => Node.Value;

    /// <summary>The expression.</summary>
    public TraceNode Node => _node ?? Zero;

    /// <summary>A number that goes in as data.</summary>
    /// <param name="value">The number.</param>
    /// <param name="label">Its name.</param>
    /// <returns>A leaf.</returns>
    public static Traced Input(double value, string label) => new(new TraceNode(TraceOperation.Input, value, label));

    /// <summary>A number that is learnt.</summary>
    /// <param name="value">The number.</param>
    /// <param name="label">Its name.</param>
    /// <returns>A leaf.</returns>
    public static Traced Parameter(double value, string label) => new(new TraceNode(TraceOperation.Parameter, value, label));

    /// <inheritdoc/>
    public static Traced From(double value) => new(new TraceNode(TraceOperation.Constant, value, null));

    /// <inheritdoc/>
    public static Traced Exp(Traced x) => Of(TraceOperation.Exp, ElementaryFunctions.Exp(x.Value), x);

    /// <inheritdoc/>
    public static Traced Log(Traced x) => Of(TraceOperation.Log, ElementaryFunctions.Log(x.Value), x);

    /// <inheritdoc/>
    public static Traced Tanh(Traced x) => Of(TraceOperation.Tanh, ElementaryFunctions.Tanh(x.Value), x);

    /// <inheritdoc/>
    public static Traced Erf(Traced x) => Of(TraceOperation.Erf, ErrorFunction.Erf(x.Value), x);

    /// <inheritdoc/>
    public static Traced Sqrt(Traced x) => Of(TraceOperation.Sqrt, Math.Sqrt(x.Value), x);

    /// <inheritdoc/>
    public static Traced Max(Traced x, Traced y) =>
        Of(TraceOperation.Max, x >= y || double.IsNaN(x.Value) ? x.Value : y.Value, x, y);

    /// <inheritdoc/>
    public static Traced operator +(Traced x, Traced y) =>
        x._node is null ? y : y._node is null ? x : Of(TraceOperation.Add, x.Value + y.Value, x, y);

    /// <inheritdoc/>
    public static Traced operator -(Traced x, Traced y) =>
        x._node is null ? -y : Of(TraceOperation.Subtract, x.Value - y.Value, x, y);

    /// <inheritdoc/>
    public static Traced operator *(Traced x, Traced y) => Of(TraceOperation.Multiply, x.Value * y.Value, x, y);

    /// <inheritdoc/>
    public static Traced operator /(Traced x, Traced y) => Of(TraceOperation.Divide, x.Value / y.Value, x, y);

    /// <inheritdoc/>
    public static Traced operator -(Traced x) => Of(TraceOperation.Negate, -x.Value, x);

    /// <inheritdoc/>
    public static bool operator <(Traced x, Traced y) => x.Value < y.Value;

    /// <inheritdoc/>
    public static bool operator >(Traced x, Traced y) => x.Value > y.Value;

    /// <inheritdoc/>
    public static bool operator <=(Traced x, Traced y) => x.Value <= y.Value;

    /// <inheritdoc/>
    public static bool operator >=(Traced x, Traced y) => x.Value >= y.Value;

    /// <inheritdoc/>
    public static bool operator ==(Traced x, Traced y) => x.Value == y.Value;

    /// <inheritdoc/>
    public static bool operator !=(Traced x, Traced y) => x.Value != y.Value;

    /// <inheritdoc/>
    public bool Equals(Traced other) => Value.Equals(other.Value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Traced other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => Node.ToString();

    private static Traced Of(TraceOperation operation, double value, Traced x) =>
        new(new TraceNode(operation, value, null, x.Node));

    private static Traced Of(TraceOperation operation, double value, Traced x, Traced y) =>
        new(new TraceNode(operation, value, null, x.Node, y.Node));
}
