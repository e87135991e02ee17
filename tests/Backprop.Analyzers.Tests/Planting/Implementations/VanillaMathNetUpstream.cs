/*@na:cell a plain hidden state has no cell state*/
/*@na:carry adding to the upstream gradient of the step before is the carry: carry-assign removes it*/
/*@na:inner there is no loop over units, the product does it*/
/*@na:shared MathNet allocates every result*/
using MathNet.Numerics.LinearAlgebra;

namespace SignalLab;

/// <summary>Vanilla RNN with a linear read-out, one sequence at a time.</summary>
public class RecurrentFilter
{
    private readonly Matrix<double> wxh, whh, why;
    private readonly Vector<double> bias;
    private readonly List<Vector<double>> states = new();
    private readonly List<Vector<double>> errors = new();

    public RecurrentFilter(double[] theta, int inputs, int units, int outputs)
    {
        var build = Matrix<double>.Build;
        int a = units * inputs, b = units * units, c = outputs * units;
        wxh = build.Dense(units, inputs, theta[..a]);
        whh = build.Dense(units, units, theta[a..(a + b)]);
        why = build.Dense(outputs, units, theta[(a + b)..(a + b + c)]);
        bias = Vector<double>.Build.Dense(theta[(a + b + c)..]);
    }

    /// <summary>Runs the filter and remembers states and residuals; returns half the squared residual.</summary>
    public double Fit(Vector<double>[] signal, Vector<double>[] reference)
    {
        states.Clear();
        errors.Clear();
        states.Add(Vector<double>.Build.Dense(whh.RowCount));
        for (int t = 0; t < signal.Length; t++)
        {
            var a = (wxh * signal[t] + whh * states[t] + bias).PointwiseTanh();
            states.Add(a);
            errors.Add(why * a - reference[t]);
        }
        return errors.Sum(e => e * e) / 2;
    }

    public double[] Adjoint(Vector<double>[] signal)
    {
        var dWxh = wxh.Clone();
        dWxh.Clear();
        var dWhh = Matrix<double>.Build.Dense(whh.RowCount, whh.ColumnCount);
        var dWhy = Matrix<double>.Build.Dense(why.RowCount, why.ColumnCount);
        var dBias = Vector<double>.Build.Dense(bias.Count);

        // The upstream gradients, one for each step; every step then adds its share to the one before.
        var lambda = errors.Select(e => why.TransposeThisAndMultiply(e)).ToArray();
        /*@loop*/
        /*@reverse*/
        for (int t = signal.Length - 1; t >= 0; t--)
        {
            /*@overwrite +> states[t + 1].PointwiseExp(states[t + 1]);*/
            /*@grad*/dWhy += errors[t].OuterProduct(/*@cache*/states[t + 1]);
            var slope = 1 - states[t + 1].PointwiseMultiply(states[t + 1]);
            var mu = lambda[t].PointwiseMultiply(slope);
            /*@grad*/dWxh += mu.OuterProduct(signal[t]);
            /*@grad*/dWhh += mu.OuterProduct(/*@cache => states[t + 1]*/states[t]);
            /*@grad*/dBias += mu;
            /*@carry-assign => var toPast = whh.TransposeThisAndMultiply(mu);*/
            /*@carry-assign => if (t > 0) lambda[t - 1].Add(whh.TransposeThisAndMultiply(mu));*/
            if (t > 0)
                /*@carry-assign*/ /*@upstream => lambda[t - 1] = whh.TransposeThisAndMultiply(mu);*/lambda[t - 1] += whh.TransposeThisAndMultiply(mu);
        }
        return [.. dWxh.Enumerate(), .. dWhh.Enumerate(), .. dWhy.Enumerate(), .. dBias];
    }
}

public static class Entry
{
    public const int ParameterCount = 3 * 2 + 3 * 3 + 2 * 3 + 3;

    private static Vector<double>[] Vectors(double[][] rows) => rows.Select(Vector<double>.Build.DenseOfArray).ToArray();

    public static double Loss(double[] parameters, double[][] inputs, double[][] targets) =>
        new RecurrentFilter(parameters, 2, 3, 2).Fit(Vectors(inputs), Vectors(targets));

    public static double[] Gradient(double[] parameters, double[][] inputs, double[][] targets)
    {
        var filter = new RecurrentFilter(parameters, 2, 3, 2);
        filter.Fit(Vectors(inputs), Vectors(targets));
        return filter.Adjoint(Vectors(inputs));
    }
}
