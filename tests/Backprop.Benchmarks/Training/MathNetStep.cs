using Backprop.Runtime.Sequences;
using MathNet.Numerics.LinearAlgebra;

namespace Backprop.Benchmarks.Training;

/// <summary>
/// How people write it with MathNet: one step after the other, a new matrix for each operation. The gradient's caches are
/// used as they should be; only the speed is in question here.
/// </summary>
public abstract class MathNetStep : ITrainingStep
{
    private readonly Matrix<double>[] inputs;
    private readonly Matrix<double>[] upstream;
    private StepResult? result;

    protected MathNetStep(Problem problem)
    {
        var cell = problem.Layer.Cells[0];
        (Wx, Wh) = (cell.InputWeight.Value.Clone(), cell.RecurrentWeight.Value.Clone());
        (Bx, Bh) = (cell.InputBias.Value.Column(0), cell.RecurrentBias.Value.Column(0));
        Hidden = problem.Size.Hidden;
        inputs = [.. problem.Input.ToMatrices()];
        upstream = [.. problem.Upstream.ToMatrices()];
        Zero = Matrix<double>.Build.Dense(Hidden, problem.Size.Batch);
    }

    protected int Hidden { get; }

    protected Matrix<double> Wx { get; }

    protected Matrix<double> Wh { get; }

    protected Vector<double> Bx { get; }

    protected Vector<double> Bh { get; }

    protected Matrix<double> Zero { get; }

    public static MathNetStep Of(Problem problem) => problem.Kind switch
    {
        Kind.Lstm => new MathNetLstm(problem),
        Kind.Gru => new MathNetGru(problem),
        _ => new MathNetRnn(problem),
    };

    public void Run()
    {
        var output = Forward(inputs);
        var (dWx, dWh) = (Matrix<double>.Build.SameAs(Wx), Matrix<double>.Build.SameAs(Wh));
        var (dBx, dBh) = (Vector<double>.Build.SameAs(Bx), Vector<double>.Build.SameAs(Bh));
        var dx = Zero;
        for (var t = inputs.Length - 1; t >= 0; t--)
        {
            var (fromInput, fromHidden) = Backward(t, upstream[t]);
            dWx += fromInput.TransposeAndMultiply(inputs[t]);
            dWh += fromHidden.TransposeAndMultiply(HiddenBefore(t));
            dBx += fromInput.RowSums();
            dBh += fromHidden.RowSums();
            dx = Wx.TransposeThisAndMultiply(fromInput);
        }

        result = new(output, dx, dWx, dWh, dBx.ToColumnMatrix(), dBh.ToColumnMatrix());
    }

    public StepResult Result() => result ?? throw new InvalidOperationException("No step has been run.");

    public void Dispose()
    {
    }

    /// <summary>All steps; returns the last hidden state.</summary>
    protected abstract Matrix<double> Forward(Matrix<double>[] x);

    /// <summary>One step back; returns the gradients of Wx x + bx and of Wh a + bh.</summary>
    protected abstract (Matrix<double> FromInput, Matrix<double> FromHidden) Backward(int t, Matrix<double> da);

    protected abstract Matrix<double> HiddenBefore(int t);

    protected Matrix<double> Gate(Matrix<double> stacked, int gate) =>
        stacked.SubMatrix(gate * Hidden, Hidden, 0, stacked.ColumnCount);

    protected static Matrix<double> AddBias(Matrix<double> z, Vector<double> bias) => z.MapIndexed((i, _, value) => value + bias[i]);

    protected static Matrix<double> Sigmoid(Matrix<double> z) => z.Map(value => 1 / (1 + Math.Exp(-value)));
}
