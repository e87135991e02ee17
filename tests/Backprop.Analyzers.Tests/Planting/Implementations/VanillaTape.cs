/*@na:cache a recorded step holds its values themselves, it has no index of time*/
/*@na:cell a plain hidden state has no cell state*/
/*@na:upstream on a tape all gradients of a value arrive by the same addition: inner makes that fault*/
/*@na:carry on a tape all gradients of a value arrive by the same addition: inner makes that fault*/
/*@na:shared every recorded value is a new object*/
/*@na:carry-assign the recorded step adds to both factors at once: inner and grad make that fault*/
namespace Tapes;

/// <summary>A number on the tape.</summary>
public sealed class Num
{
    public double Value;
    public double Grad;

    public Num(double value) => Value = value;
}

/// <summary>Records what was done, so that it can be walked back.</summary>
public sealed class Tape
{
    private readonly List<Action> steps = new();

    public Num Add(Num a, Num b)
    {
        var sum = new Num(a.Value + b.Value);
        steps.Add(() =>
        {
            a.Grad += sum.Grad;
            b.Grad += sum.Grad;
        });
        return sum;
    }

    public Num Mul(Num a, Num b)
    {
        var product = new Num(a.Value * b.Value);
        steps.Add(() =>
        {
            /*@grad*/a.Grad += b.Value * product.Grad;
            /*@inner*/b.Grad += a.Value * product.Grad;
        });
        return product;
    }

    public Num Tanh(Num z)
    {
        var a = new Num(Math.Tanh(z.Value));
        steps.Add(() => z.Grad += (1 - a.Value * a.Value) * a.Grad);
        return a;
    }

    public Num HalfSquare(Num e)
    {
        var q = new Num(e.Value * e.Value / 2);
        steps.Add(() => e.Grad += e.Value * q.Grad);
        return q;
    }

    public void Backward(Num result)
    {
        result.Grad = 1;
        /*@loop*/
        /*@reverse*/
        for (int s = steps.Count - 1; s >= 0; s--)
            steps[s]();
    }
}

public sealed class TapedRnn
{
    private readonly Num[,] wx, wh, wy;

    public TapedRnn(Num[,] wx, Num[,] wh, Num[,] wy) => (this.wx, this.wh, this.wy) = (wx, wh, wy);

    public Num Loss(Tape tape, double[][] inputs, double[][] targets)
    {
        var loss = new Num(0);
        var h = new[] { new Num(0), new Num(0), new Num(0) };
        for (int t = 0; t < inputs.Length; t++)
        {
            var x = inputs[t].Select(v => new Num(v)).ToArray();
            var next = new Num[3];
            for (int i = 0; i < 3; i++)
                next[i] = tape.Tanh(tape.Add(Row(tape, wx, i, x), Row(tape, wh, i, h)));
            for (int k = 0; k < 2; k++)
            {
                var error = tape.Add(Row(tape, wy, k, next), new Num(-targets[t][k]));
                loss = tape.Add(loss, tape.HalfSquare(error));
            }
            /*@overwrite +> for (int i = 0; i < 3; i++) next[i].Value = Math.Max(0, next[i].Value);*/
            h = next;
        }
        return loss;
    }

    private static Num Row(Tape tape, Num[,] w, int row, Num[] x)
    {
        var sum = new Num(0);
        for (int j = 0; j < x.Length; j++)
            sum = tape.Add(sum, tape.Mul(w[row, j], x[j]));
        return sum;
    }
}

public static class Entry
{
    public const int ParameterCount = 3 * 2 + 3 * 3 + 2 * 3;

    private static (TapedRnn Net, Num[] Weights) Build(double[] parameters)
    {
        var weights = parameters.Select(v => new Num(v)).ToArray();
        Num[,] Block(int offset, int rows, int columns)
        {
            var block = new Num[rows, columns];
            for (int i = 0; i < rows * columns; i++)
                block[i / columns, i % columns] = weights[offset + i];
            return block;
        }

        return (new TapedRnn(Block(0, 3, 2), Block(6, 3, 3), Block(15, 2, 3)), weights);
    }

    public static double Loss(double[] parameters, double[][] inputs, double[][] targets) =>
        Build(parameters).Net.Loss(new Tape(), inputs, targets).Value;

    public static double[] Gradient(double[] parameters, double[][] inputs, double[][] targets)
    {
        var (net, weights) = Build(parameters);
        var tape = new Tape();
        tape.Backward(net.Loss(tape, inputs, targets));
        return weights.Select(w => w.Grad).ToArray();
    }
}
