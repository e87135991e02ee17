/*@na:cell a plain hidden state has no cell state*/
using System;
using System.Threading.Tasks;

namespace Crunch.Recurrent;

public sealed class ParallelRnn
{
    private readonly double[,] input, recurrent, output;

    public readonly double[,] InputGradient, RecurrentGradient, OutputGradient;

    private double[][] activations = [];
    private double[][] deltas = [];

    public ParallelRnn(double[,] input, double[,] recurrent, double[,] output)
    {
        (this.input, this.recurrent, this.output) = (input, recurrent, output);
        InputGradient = new double[input.GetLength(0), input.GetLength(1)];
        RecurrentGradient = new double[recurrent.GetLength(0), recurrent.GetLength(1)];
        OutputGradient = new double[output.GetLength(0), output.GetLength(1)];
    }

    private int Units => recurrent.GetLength(0);

    /// <summary>Fills the activations (one more than inputs, the first is the rest state) and the output errors.</summary>
    public double Forward(double[][] sequence, double[][] expected)
    {
        activations = new double[sequence.Length + 1][];
        deltas = new double[sequence.Length][];
        activations[0] = new double[Units];
        double loss = 0;
        for (int t = 1; t < activations.Length; t++)
        {
            double[] x = sequence[t - 1], previous = activations[t - 1], current = /*@shared*/new double[Units];
            Parallel.For(0, Units, i =>
            {
                double net = 0;
                for (int j = 0; j < x.Length; j++) net += input[i, j] * x[j];
                for (int j = 0; j < previous.Length; j++) net += recurrent[i, j] * previous[j];
                current[i] = 2 / (1 + Math.Exp(-2 * net)) - 1;
            });
            activations[t] = current;
            deltas[t - 1] = new double[output.GetLength(0)];
            for (int k = 0; k < output.GetLength(0); k++)
            {
                double sum = 0;
                for (int i = 0; i < Units; i++) sum += output[k, i] * current[i];
                deltas[t - 1][k] = sum - expected[t - 1][k];
                loss += deltas[t - 1][k] * deltas[t - 1][k] * 0.5;
            }
        }
        return loss;
    }

    public void Backward(double[][] sequence)
    {
        double[] fromLater = new double[Units];
        double[] local = new double[Units];
        /*@loop*/
        /*@reverse => for (int t = 1; t < activations.Length; t++) Step(t, sequence, fromLater, local);*/
        for (int t = activations.Length - 1; t > 0; t--)
        {
            Step(t, sequence, fromLater, local);
        }
    }

    private void Step(int t, double[][] sequence, double[] fromLater, double[] local)
    {
        double[] error = deltas[t - 1], a = activations[t], before = /*@cache => activations[t]*/activations[t - 1], x = sequence[t - 1];
        /*@overwrite +> Parallel.For(0, a.Length, i => a[i] = 1 - a[i] * a[i]);*/
        Parallel.For(0, Units, i =>
        {
            double up = 0;
            for (int k = 0; k < error.Length; k++)
            {
                /*@grad*/OutputGradient[k, i] += error[k] * a[i];
                up += output[k, i] * error[k];
            }
            local[i] = (/*@upstream*/up + /*@carry*/fromLater[i]) * (1 - a[i] * a[i]);
            for (int j = 0; j < x.Length; j++) /*@grad*/InputGradient[i, j] += local[i] * x[j];
            for (int j = 0; j < before.Length; j++) /*@grad*/RecurrentGradient[i, j] += local[i] * before[j];
        });
        /*@carry-assign*/
        /*@carry-assign#1 +> double[] toEarlier = new double[Units];*/
        /*@carry-assign#1 => Parallel.For(0, Units, j => { for (int i = 0; i < local.Length; i++) toEarlier[j] += recurrent[i, j] * local[i]; });*/
        Parallel.For(0, Units, j =>
        {
            fromLater[j] = 0;
            for (int i = 0; i < local.Length; i++) /*@inner*/fromLater[j] += recurrent[i, j] * local[i];
        });
    }
}

public static class Entry
{
    public const int ParameterCount = 3 * 2 + 3 * 3 + 2 * 3;

    private static double[,] Block(double[] p, int at, int rows, int columns)
    {
        var block = new double[rows, columns];
        Buffer.BlockCopy(p, at * sizeof(double), block, 0, rows * columns * sizeof(double));
        return block;
    }

    private static ParallelRnn Net(double[] p) => new(Block(p, 0, 3, 2), Block(p, 6, 3, 3), Block(p, 15, 2, 3));

    public static double Loss(double[] parameters, double[][] inputs, double[][] targets) =>
        Net(parameters).Forward(inputs, targets);

    public static double[] Gradient(double[] parameters, double[][] inputs, double[][] targets)
    {
        var net = Net(parameters);
        net.Forward(inputs, targets);
        net.Backward(inputs);
        var gradient = new List<double>();
        foreach (var block in new[] { net.InputGradient, net.RecurrentGradient, net.OutputGradient })
            foreach (double value in block)
                gradient.Add(value);
        return gradient.ToArray();
    }
}
