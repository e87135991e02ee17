using MathNet.Numerics.LinearAlgebra;

namespace Backprop.Runtime.Tests.Course;

/// <summary>
/// The vanilla RNN's backward pass as people write it by hand on MathNet, with one fault built in. Independent
/// of the runtime, so that the gradient check is shown on code like its users'.
/// </summary>
internal sealed class HandWrittenBackward(
    Mutation mutation, Matrix<double> wax, Matrix<double> waa, Matrix<double> ba, Matrix<double>[] x, Matrix<double> a0)
{
    public Matrix<double>[] A { get; private set; } = [];

    public Matrix<double>[] Dx { get; } = new Matrix<double>[x.Length];

    public Matrix<double> DWax { get; private set; } = wax * 0;

    public Matrix<double> DWaa { get; private set; } = waa * 0;

    public Matrix<double> Dba { get; private set; } = ba * 0;

    public Matrix<double> Da0 { get; private set; } = a0 * 0;

    public HandWrittenBackward Forward()
    {
        A = new Matrix<double>[x.Length];
        for (var t = 0; t < x.Length; t++)
        {
            var z = (wax * x[t]) + (waa * Before(t));
            A[t] = z.MapIndexed((row, _, value) => Math.Tanh(value + ba[row, 0]));
        }

        return this;
    }

    public double Loss(Matrix<double>[] da) =>
        A.Select((a, t) => a.PointwiseMultiply(da[t]).Enumerate().Sum()).Sum();

    public HandWrittenBackward Backward(Matrix<double>[] da)
    {
        var recurrent = a0 * 0;
        for (var t = x.Length - 1; t >= 0; t--)
        {
            var dz = Incoming(da[t], recurrent, t).PointwiseMultiply(Derivative(t));
            Dx[t] = wax.TransposeThisAndMultiply(dz);
            recurrent = mutation == Mutation.missing_transpose ? waa * dz : waa.TransposeThisAndMultiply(dz);
            Collect(dz, t);
        }

        Da0 = recurrent;
        return this;
    }

    private Matrix<double> Before(int t) => t == 0 ? a0 : A[t - 1];

    private Matrix<double> Incoming(Matrix<double> upstream, Matrix<double> recurrent, int t) => mutation switch
    {
        Mutation.drop_recurrent => upstream,
        Mutation.drop_upstream => t == x.Length - 1 ? upstream : recurrent,
        Mutation.recurrent_doubled => upstream + (2 * recurrent),
        _ => upstream + recurrent,
    };

    private Matrix<double> Derivative(int t) => mutation switch
    {
        Mutation.deriv_of_output_twice => A[t].Map(a => 1 - (Math.Tanh(a) * Math.Tanh(a))),
        Mutation.deriv_missing => A[t].Map(_ => 1.0),
        Mutation.deriv_sigmoid_form => A[t].Map(a => a * (1 - a)),
        Mutation.deriv_one_minus_a => 1 - A[t],
        Mutation.deriv_uses_a_prev => Before(t).Map(a => 1 - (a * a)),
        Mutation.deriv_squared => A[t].Map(a => (1 - (a * a)) * (1 - (a * a))),
        Mutation.wrong_cache_index => A[^1].Map(a => 1 - (a * a)),
        _ => A[t].Map(a => 1 - (a * a)),
    };

    private void Collect(Matrix<double> dz, int t)
    {
        var (dWax, dba) = (dz.TransposeAndMultiply(x[t]), dz.RowSums().ToColumnMatrix());
        var dWaa = dz.TransposeAndMultiply(mutation == Mutation.dWaa_uses_a_next ? A[t] : Before(t));
        (DWax, DWaa, Dba) = mutation == Mutation.assign_not_accumulate
            ? (dWax, dWaa, dba)
            : (DWax + dWax, DWaa + dWaa, Dba + dba);
    }
}
