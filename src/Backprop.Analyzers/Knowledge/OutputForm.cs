namespace Backprop.Analyzers.Knowledge;

internal enum OutputOperator
{
    Add,
    Subtract,
    Multiply,
    Divide,
}

/// <summary>
/// A derivative in terms of the output a, as a small tree that a code fix can write down in the idiom of any type:
/// for tanh, <c>1 - a * a</c>.
/// </summary>
internal abstract record OutputForm
{
    public static OutputForm A { get; } = new Output();

    public abstract double Evaluate(double a);

    public static implicit operator OutputForm(double value) => new Constant(value);

    public static OutputForm operator +(OutputForm left, OutputForm right) => new Binary(OutputOperator.Add, left, right);

    public static OutputForm operator -(OutputForm left, OutputForm right) => new Binary(OutputOperator.Subtract, left, right);

    public static OutputForm operator *(OutputForm left, OutputForm right) => new Binary(OutputOperator.Multiply, left, right);

    public static OutputForm operator /(OutputForm left, OutputForm right) => new Binary(OutputOperator.Divide, left, right);

    /// <summary><c>left &gt; right ? whenTrue : whenFalse</c>.</summary>
    public static OutputForm IfGreater(OutputForm left, OutputForm right, OutputForm whenTrue, OutputForm whenFalse)
        => new Choice(left, right, whenTrue, whenFalse);

    /// <summary>The cached output itself.</summary>
    public sealed record Output : OutputForm
    {
        public override double Evaluate(double a) => a;
    }

    public sealed record Constant(double Value) : OutputForm
    {
        public override double Evaluate(double a) => Value;
    }

    public sealed record Binary(OutputOperator Operator, OutputForm Left, OutputForm Right) : OutputForm
    {
        public override double Evaluate(double a) => Operator switch
        {
            OutputOperator.Add => Left.Evaluate(a) + Right.Evaluate(a),
            OutputOperator.Subtract => Left.Evaluate(a) - Right.Evaluate(a),
            OutputOperator.Multiply => Left.Evaluate(a) * Right.Evaluate(a),
            _ => Left.Evaluate(a) / Right.Evaluate(a),
        };
    }

    public sealed record Choice(OutputForm Left, OutputForm Right, OutputForm WhenTrue, OutputForm WhenFalse) : OutputForm
    {
        public override double Evaluate(double a)
            => Left.Evaluate(a) > Right.Evaluate(a) ? WhenTrue.Evaluate(a) : WhenFalse.Evaluate(a);
    }
}
