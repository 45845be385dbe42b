"""What honest code does: all of it has to work in the sandbox, without a warning. `DATA` is an allowed folder.

Each snippet ends with an expression that is true.
"""

from collections.abc import Mapping

SNIPPETS: Mapping[str, str] = {
    "pandas group": "df.groupby('k')['x'].mean().shape == (3,)",
    "pandas merge": "len(df.merge(df[['k']].drop_duplicates(), on='k')) == len(df)",
    "pandas pivot": "df.pivot_table(index='k', columns='d', values='x', aggfunc='sum').shape[0] == 3",
    "pandas resample": "df.set_index('t')['x'].resample('D').sum().notna().all()",
    "pandas rolling": "df['x'].rolling(3).mean().isna().sum() == 2",
    "pandas query": "len(df.query('x > 0.5')) < len(df)",
    "pandas eval": "df.eval('z = x + i')['z'].notna().all()",
    "pandas set a cell": """
df.loc[0, 'x'] = 5.0
df.loc[0, 'x'] == 5.0
""",
    "pandas set a column": """
df['x'] = df['x'] * 2
df['new'] = 1
df['new'].sum() == len(df)
""",
    "pandas set by mask": """
df.loc[df['x'] > 0.5, 'x'] = 0.0
df['x'].max() <= 0.5
""",
    "pandas set by position": """
df.iloc[3, df.columns.get_loc('i')] = 7
df.iat[3, 1] == 7 or True
""",
    "pandas add in place": "df['i'] += 1\ndf['i'].min() >= 1",
    "pandas fill": """
df['y'] = df['y'].fillna(0)
df['y'].notna().all()
""",
    "pandas sort": """
df = df.sort_values('x')
df['x'].is_monotonic_increasing
""",
    "pandas delete a column": "del df['y']\n'y' not in df",
    "pandas write to a copy": """
array = df[['x', 'i']].to_numpy(copy=True)
array[0, 0] = 3
array[0, 0] == 3
""",
    "pandas categories": "df['c'].cat.add_categories(['new']).cat.categories.size == 4",
    "pandas text": "df['s'].str.upper().str.contains('NAME').all()",
    "pandas time zones": "df['t'].dt.tz_localize('UTC').dt.tz_convert('Asia/Tokyo').dt.hour.between(0, 23).all()",
    "pandas describe": "df.describe(include='all').shape[0] >= 8",
    "pandas sample": "len(df.sample(5)) == 5",
    "pandas to CSV and back": """
df.to_csv('out.csv', index=False)
len(pd.read_csv('out.csv')) == len(df)
""",
    "pandas to Parquet and back": """
df.to_parquet('out.parquet')
pd.read_parquet('out.parquet')['x'].equals(df['x'])
""",
    "pandas to JSON and back": """
df.to_json('out.json', date_format='iso')
len(pd.read_json('out.json')) == len(df)
""",
    "pandas from an allowed CSV": "len(pd.read_csv(DATA + '/data.csv')) == 100",
    "pandas from an allowed Parquet folder": "len(pd.read_parquet(DATA + '/parts')) == 100",
    "pandas from text": r"""
import io
pd.read_csv(io.StringIO('a,b\n1,2'))['b'][0] == 2
""",
    "pandas plot": """
axes = df['x'].plot(kind='hist')
axes.get_ylabel() == 'Frequency'
""",
    "numpy linear algebra": "np.linalg.norm(np.linalg.inv(np.eye(200) * 2) - np.eye(200) / 2) < 1e-9",
    "numpy with threads": """
a = np.random.default_rng(0).normal(size=(600, 600))
(a @ a).shape == (600, 600)
""",
    "numpy random": "np.random.rand(3).shape == (3,) and np.random.default_rng().random() < 1",
    "numpy save and load": """
np.save('a.npy', np.arange(5))
np.load('a.npy').sum() == 10
""",
    "numpy memory map": """
np.save('m.npy', np.arange(1000))
np.load('m.npy', mmap_mode='r')[999] == 999
""",
    "numpy in place": """
view = np.asarray(df['i']).copy()[::2]
view[:] = 1
view.sum() == len(view)
""",
    "Polars group": "pl.from_pandas(df[['k', 'x']]).group_by('k').agg(pl.col('x').mean()).height == 3",
    "Polars frame": "pf.group_by('k').len().height == 3",
    "Polars set a cell": "pf[0, 'x'] = 9.0\npf[0, 'x'] == 9.0",
    "Polars lazy": "pf.lazy().filter(pl.col('x') > 0).select(pl.len()).collect().item() > 0",
    "Polars streaming": "pf.lazy().group_by('k').agg(pl.col('x').sum()).collect(engine='streaming').height == 3",
    "Polars join": "pf.join(pf.select('k').unique(), on='k').height == pf.height",
    "Polars scan of an allowed folder": "pl.scan_parquet(DATA + '/parts/*.parquet').collect().height == 100",
    "Polars CSV": """
pf.select('x').write_csv('p.csv')
pl.read_csv('p.csv').height == pf.height
""",
    "Polars Parquet": """
pf.write_parquet('p.parquet')
pl.read_parquet('p.parquet').height == pf.height
""",
    "Polars sink": """
pf.lazy().sink_parquet('s.parquet')
pl.scan_parquet('s.parquet').collect().height == pf.height
""",
    "Polars SQL": "pl.SQLContext(t=pf).execute('SELECT COUNT(*) AS n FROM t').collect().item() == pf.height",
    "pyarrow compute": """
import pyarrow.compute as pc
pc.sum(pa.array([1, 2, 3])).as_py() == 6
""",
    "pyarrow table": "at.group_by('k').aggregate([('x', 'mean')]).num_rows == 3",
    "pyarrow dataset": """
import pyarrow.dataset as ds
ds.dataset(DATA + '/parts').to_table().num_rows == 100
""",
    "pyarrow CSV": """
import pyarrow.csv as pc
pc.read_csv(DATA + '/data.csv').num_rows == 100
""",
    "pyarrow feather": """
import pyarrow.feather as feather
feather.write_feather(at, 'f')
feather.read_table('f').num_rows == at.num_rows
""",
    "scipy statistics": """
from scipy import stats
stats.ttest_ind(df['x'], df['x'] + 1).pvalue < 1
""",
    "scipy optimise": """
from scipy.optimize import minimize
abs(minimize(lambda x: (x[0] - 3) ** 2, [0]).x[0] - 3) < 1e-3
""",
    "scipy sparse": """
from scipy import sparse
sparse.random(100, 100, 0.1).tocsr().sum() > 0
""",
    "scipy Fourier": """
from scipy import fft
fft.fft(np.ones(1024), workers=2)[0].real == 1024
""",
    "matplotlib": """
figure, axes = plt.subplots()
axes.plot([1, 2])
axes.set_title('ü €')
figure.savefig('f.svg')
True
""",
    "matplotlib fonts": """
plt.rcParams['font.family'] = 'monospace'
plt.figure().text(0, 0, '$x^2$')
plt.savefig('f.pdf')
True
""",
    "matplotlib 3d": """
axes = plt.figure().add_subplot(projection='3d')
axes.scatter([1], [2], [3])
True
""",
    "time zones": """
import zoneinfo, datetime
datetime.datetime(2024, 7, 1, tzinfo=zoneinfo.ZoneInfo('Europe/Paris')).utcoffset().seconds == 7200
""",
    "local time": """
import time
len(time.strftime('%c %Z', time.localtime())) > 5
""",
    "locales": """
import locale
locale.setlocale(locale.LC_ALL, 'C.UTF-8')
locale.format_string('%d', 1000) in ('1000', '1,000')
""",
    "temporary files": """
import tempfile
with tempfile.TemporaryFile() as f, tempfile.NamedTemporaryFile() as g, tempfile.TemporaryDirectory() as d:
    f.write(b'x')
    open(d + '/y', 'w').close()
True
""",
    "copying and moving files": """
import shutil
open('one', 'w').write('1')
shutil.copy('one', 'two')
shutil.copy2('one', 'three')
shutil.copytree('.', '../' + __import__('os').path.basename(__import__('os').getcwd()) + '/all')
shutil.move('two', 'four')
open('four').read() == '1'
""",
    "archives": """
import zipfile, tarfile, gzip
open('z', 'w').write('z')
with zipfile.ZipFile('a.zip', 'w') as z:
    z.write('z')
with tarfile.open('a.tgz', 'w:gz') as t:
    t.add('z')
with tarfile.open('a.tgz') as t:
    t.extraction_filter = getattr(tarfile, 'data_filter', None)  # Python 3.11.4 and later
    t.extractall('x')
open('x/z').read() == 'z'
""",
    "SQLite": """
import sqlite3
c = sqlite3.connect('d.db')
c.execute('CREATE TABLE t (x)')
c.execute('INSERT INTO t VALUES (1)')
c.commit()
n = c.execute('SELECT COUNT(*) FROM t').fetchone()[0]
c.close()
n == 1
""",
    "DuckDB": """
import duckdb
duckdb.sql('SELECT COUNT(*) FROM df').fetchall()[0][0] == len(df)
""",
    "threads": """
from concurrent.futures import ThreadPoolExecutor
with ThreadPoolExecutor(8) as pool:
    total = sum(pool.map(lambda n: n * n, range(100)))
total == 328350
""",
    "asyncio": """
import asyncio
async def one():
    await asyncio.sleep(0)
    return await asyncio.to_thread(lambda: 1)
asyncio.run(one()) == 1
""",
    "timers": """
import signal
seen = []
signal.signal(signal.SIGALRM, lambda *_: seen.append(1))
signal.setitimer(signal.ITIMER_REAL, 0.01)
signal.pause()
seen == [1]
""",
    "random bytes": """
import os, secrets, uuid
len(os.urandom(8)) == 8 and len(secrets.token_hex(4)) == 8 and uuid.uuid4() != uuid.uuid1()
""",
    "hashes": """
import hashlib
hashlib.sha256(b'x').hexdigest().startswith('2d71')
""",
    "who and where": """
import getpass, os, platform, pathlib
getpass.getuser() == 'sandbox' and str(pathlib.Path.home()) == os.getcwd() and bool(platform.platform())
""",
    "processors": """
import os
os.cpu_count() >= 1 and len(os.sched_getaffinity(0)) >= 1
""",
    "pickles of its own": """
import pickle
pickle.loads(pickle.dumps(df)).equals(df)
""",
    "deep copies": """
import copy
copy.deepcopy(df).equals(df)
""",
    "dataclasses": """
import dataclasses
@dataclasses.dataclass
class P:
    x: int
P(1) == P(1)
""",
    "logging to a file": """
import logging
logging.basicConfig(filename='log')
logging.error('x')
open('log').read() != ''
""",
    "regular expressions": r"""
import re
re.findall(r'\w+', 'a b') == ['a', 'b']
""",
    "listing the allowed folder": """
import pathlib
sorted(p.name for p in pathlib.Path(DATA).iterdir()) == ['data.csv', 'parts']
""",
    "its own folder": """
import os
os.makedirs('a/b')
os.rename('a', 'c')
os.removedirs('c/b')
not os.path.exists('c')
""",
    "statsmodels-like memory": """
a = np.zeros((2000, 2000))
a += 1
a.sum() == 4e6
""",
}
IF_INSTALLED: Mapping[str, tuple[str, str]] = {
    "scikit-learn forest": (
        "sklearn",
        """
from sklearn.ensemble import RandomForestClassifier as F
F(10, n_jobs=2).fit(df[['x', 'i']], df['k']).score(df[['x', 'i']], df['k']) > 0.5
""",
    ),
    "scikit-learn cross-validation": (
        "sklearn",
        """
from sklearn.linear_model import Ridge
from sklearn.model_selection import cross_val_score
len(cross_val_score(Ridge(), df[['i']], df['x'], cv=3, n_jobs=2)) == 3
""",
    ),
    "scikit-learn clusters": (
        "sklearn",
        """
from sklearn.cluster import KMeans
len(KMeans(3, n_init=3).fit_predict(df[['x', 'i']])) == len(df)
""",
    ),
    "statsmodels": (
        "statsmodels",
        """
import statsmodels.api as sm
sm.OLS(df['x'], sm.add_constant(df['i'])).fit().rsquared <= 1
""",
    ),
    "seaborn": (
        "seaborn",
        """
import seaborn as sns
sns.histplot(df['x'])
True
""",
    ),
}
