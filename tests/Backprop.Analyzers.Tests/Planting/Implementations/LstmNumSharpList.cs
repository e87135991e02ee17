/*@na:inner every sum is one expression of arrays*/
/*@na:shared every operation of arrays makes a new one*/
using NumSharp;

namespace Exercise;

/// <summary>What one step leaves for the backward pass.</summary>
public class Kept
{
    public NDArray Joined, CBefore, Forget, Input, Candidate, Output, C, A;
}

/// <summary>An LSTM after the course's names; sequences are units x batch x steps, sliced by text.</summary>
public class SequenceModel
{
    private readonly NDArray wf, wi, wc, wo, wy;
    private readonly int units;
    private List<Kept> caches = new List<Kept>();

    public SequenceModel(double[] theta, int units, int inputs, int outputs)
    {
        this.units = units;
        int at = 0;
        NDArray Take(int rows, int columns) => np.array(theta[at..(at += rows * columns)]).reshape(rows, columns);
        wf = Take(units, units + inputs);
        wi = Take(units, units + inputs);
        wc = Take(units, units + inputs);
        wo = Take(units, units + inputs);
        wy = Take(outputs, units);
    }

    private static NDArray Sigmoid(NDArray z) => 1.0 / (1.0 + np.exp(np.negative(z)));

    private Tuple<NDArray, NDArray, Kept> CellForward(NDArray x, NDArray aPrev, NDArray cPrev)
    {
        var joined = np.concatenate((aPrev, x), axis: 0);
        var ft = Sigmoid(np.dot(wf, joined));
        var it = Sigmoid(np.dot(wi, joined));
        var cct = np.tanh(np.dot(wc, joined));
        var ot = Sigmoid(np.dot(wo, joined));
        var c = ft * cPrev + it * cct;
        var a = ot * np.tanh(c);
        return Tuple.Create(a, c, new Kept { Joined = joined, CBefore = cPrev, Forget = ft, Input = it, Candidate = cct, Output = ot, C = c, A = a });
    }

    public NDArray Forward(NDArray x)
    {
        int steps = (int)x.Shape[2], batch = (int)x.Shape[1];
        caches = new List<Kept>();
        NDArray a = np.zeros((units, batch)), c = np.zeros((units, batch));
        var y = np.zeros((wy.Shape[0], batch, steps));
        for (int t = 0; t < steps; t++)
        {
            var step = CellForward(x[":,:," + t], a, c);
            a = step.Item1;
            c = step.Item2;
            caches.Add(step.Item3);
            y[":,:," + t] = np.dot(wy, a);
        }
        return y;
    }

    private List<NDArray> CellBackward(NDArray daNext, NDArray dcNext, Kept kept)
    {
        var tc = np.tanh(kept.C);
        var dc = daNext * kept.Output * (1.0 - tc * tc) + /*@cell*/dcNext;
        var dot = daNext * tc * kept.Output * (1.0 - kept.Output);
        var dft = dc * kept.CBefore * kept.Forget * (1.0 - kept.Forget);
        var dit = dc * kept.Candidate * kept.Input * (1.0 - kept.Input);
        var dcct = dc * kept.Input * (1.0 - kept.Candidate * kept.Candidate);
        var back = np.dot(wf.T, dft) + np.dot(wi.T, dit) + np.dot(wc.T, dcct) + np.dot(wo.T, dot);
        var gradients = new List<NDArray>();
        gradients.Add(back["0:" + units]);
        gradients.Add(dc * kept.Forget);
        gradients.Add(np.dot(dft, kept.Joined.T));
        gradients.Add(np.dot(dit, kept.Joined.T));
        gradients.Add(np.dot(dcct, kept.Joined.T));
        gradients.Add(np.dot(dot, kept.Joined.T));
        return gradients;
    }

    public double[] Backward(NDArray dy)
    {
        int steps = (int)dy.Shape[2], batch = (int)dy.Shape[1];
        NDArray dWf = np.zeros_like(wf), dWi = np.zeros_like(wi), dWc = np.zeros_like(wc), dWo = np.zeros_like(wo), dWy = np.zeros_like(wy);
        NDArray daPrev = np.zeros((units, batch)), dcPrev = np.zeros((units, batch));
        /*@loop*/
        /*@reverse*/
        for (int t = steps - 1; t >= 0; t--)
        {
            /*@overwrite +> caches[t].Input *= caches[t].Candidate;*/
            var e = dy[":,:," + t];
            /*@grad*/dWy += np.dot(e, caches[t].A.T);
            var da = np.dot(wy.T, e);
            /*@cache => var g = CellBackward(da + daPrev, dcPrev, caches[Math.Max(t - 1, 0)]);*/
            var g = CellBackward(/*@upstream*/da + /*@carry*/daPrev, dcPrev, caches[t]);
            /*@grad*/dWf += g[2];
            /*@grad*/dWi += g[3];
            /*@grad*/dWc += g[4];
            /*@grad*/dWo += g[5];
            /*@carry-assign*/daPrev = g[0];
            /*@cell*/dcPrev = g[1];
        }
        return new[] { dWf, dWi, dWc, dWo, dWy }.SelectMany(gradient => gradient.ToArray<double>()).ToArray();
    }
}

public static class Entry
{
    public const int ParameterCount = 4 * 3 * 5 + 2 * 3;

    // features x 1 x steps
    private static NDArray Sequence(double[][] rows)
    {
        var all = np.zeros((rows[0].Length, 1, rows.Length));
        for (int t = 0; t < rows.Length; t++) all[":,:," + t] = np.array(rows[t]).reshape(rows[t].Length, 1);
        return all;
    }

    public static double Loss(double[] parameters, double[][] inputs, double[][] targets)
    {
        var e = new SequenceModel(parameters, 3, 2, 2).Forward(Sequence(inputs)) - Sequence(targets);
        return e.ToArray<double>().Sum(v => v * v) / 2;
    }

    public static double[] Gradient(double[] parameters, double[][] inputs, double[][] targets)
    {
        var model = new SequenceModel(parameters, 3, 2, 2);
        var e = model.Forward(Sequence(inputs)) - Sequence(targets);
        return model.Backward(e);
    }
}
